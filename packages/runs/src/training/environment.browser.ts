/** What a card says of the machine. */
export const environment = (): Readonly<Record<string, string>> => ({
  browser: navigator.userAgent,
  cpu: `${navigator.hardwareConcurrency} cores`,
});
