// What the name of a host says about it.
// Rule: as URL has it, in lower case and without a port.

/** Whether the host is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
