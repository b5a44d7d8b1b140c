export async function demo(_typed: unknown, _output: unknown): Promise<void> {}
