// What an error says, with what caused it: for messages that leave a Worker.
// Rule: the Worker loads it, so it imports nothing.

/**
 * The first lines of the error and of at most four causes, with colons between, and none twice in a row; not yet made
 * visible.
 */
export function causes(error: unknown): string {
  const messages: string[] = [];
  let at = error;
  for (let seen = 0; at instanceof Error && seen < 5; seen++) {
    const line = at.message.split("\n")[0]!;
    if (line !== messages.at(-1)) messages.push(line);
    at = at.cause;
  }
  return messages.join(": ") || String(error);
}
