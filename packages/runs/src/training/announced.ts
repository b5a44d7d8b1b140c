import type { Engine, EngineDescription, SessionMemory } from "@imgcls/training";

/** The same engine; `announce` is told what it is as soon as it is ready to train. */
export const announced = (
  engine: Engine,
  announce: (description: EngineDescription, memory: SessionMemory | undefined) => void,
): Engine => ({
  ...engine,
  async createSession(model, plan) {
    const session = await engine.createSession(model, plan);
    announce(session.description, session.memory);
    return session;
  },
});
