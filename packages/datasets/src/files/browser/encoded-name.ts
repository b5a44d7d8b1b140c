/**
 * One part of a path as a name that neither a URL nor a file system reads as something else: any
 * character but a slash is kept, and "." and ".." are made names that nothing else is encoded to.
 */
export const encodedName = (part: string): string => encodeURIComponent(part).replace(/^\.{1,2}$/, "$&%");
