/** A value that others may watch, as React's `useSyncExternalStore` wants it. */
export class StateHolder<State> {
  private readonly listeners = new Set<() => void>();

  protected constructor(protected state: State) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): State => this.state;

  protected set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
