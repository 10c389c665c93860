// What a switch is asked for, made of arguments as a user types them.

import type { SwitchOptions } from "../../src/options/request.ts";
import { requestOf } from "../../src/options/request_of.ts";

/** The options of a switch in these arguments. */
export function switchOptionsOf(args: readonly string[]): SwitchOptions {
  const request = requestOf(args);
  if (!("role" in request)) throw new Error(`${args.join(" ")} is no switch`);
  return request;
}
