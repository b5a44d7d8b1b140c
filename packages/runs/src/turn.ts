/**
 * In the middle of long computing: lets the event loop run once, so that Ctrl-C, messages and other work are heard.
 *
 * @throws the reason of a signal that ends it
 */
export async function turn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}
