import type { Engine, TrainingSession } from "@imgcls/training";

type TrainStep = TrainingSession["trainStep"];

/** The engine, with something around each training step of its sessions: a stopwatch, another learning rate. */
export const aroundSteps = (engine: Engine, around: (takeStep: TrainStep) => TrainStep): Engine => ({
  ...engine,
  async createSession(...args) {
    const session = await engine.createSession(...args);
    return { ...session, trainStep: around(session.trainStep) };
  },
});
