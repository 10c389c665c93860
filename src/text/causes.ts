// What an error says, with what caused it: for messages that leave a Worker.
// Rule: part of both Workers, so it imports nothing.

/** The first lines of the error and of at most four causes, with colons between; not yet made visible. */
export function causes(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error && messages.length < 5; at = at.cause) {
    messages.push(at.message.split("\n")[0]!);
  }
  return messages.join(": ") || String(error);
}
