/**
 * What `begin(start)`, …, `begin(end - 1)` give, in this order. So many as `ahead` are begun while the one
 * before is in use.
 */
export async function* inTurn<Item>(
  start: number,
  end: number,
  ahead: number,
  begin: (position: number) => Promise<Item>,
): AsyncGenerator<Item> {
  const begun: Promise<Item>[] = [];
  for (let position = start; position < end; position++) {
    while (begun.length <= ahead && position + begun.length < end) {
      const item = begin(position + begun.length);
      // Whoever asks for the item gets its error; until then nobody does.
      item.catch(() => {});
      begun.push(item);
    }
    yield await begun.shift()!;
  }
}
