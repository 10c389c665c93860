// What most end-to-end tests play in: the STS double, a sandbox with a config, and the environment that leads the
// program from the one to the other. Rule: each test opens its own; `await using` takes both away.

import { Sandbox } from "./sandbox.ts";
import { startSts, type StsDouble } from "./sts_double.ts";
import { KEYS } from "./sts_world.ts";

export type Scene = AsyncDisposable & {
  readonly sts: StsDouble;
  readonly box: Sandbox;
  /** The sandbox's, with keys of the double's first user and its endpoint. */
  readonly env: Readonly<Record<string, string>>;
};

/** A scene with that text in `~/.aws/config`. */
export async function openScene(
  config: string,
  { keys = KEYS, https = false }: { keys?: Record<string, string>; https?: boolean } = {},
): Promise<Scene> {
  const sts = await startSts({ https });
  const box = await Sandbox.create();
  await box.writeConfig(config);
  return {
    sts,
    box,
    env: { ...box.env, ...keys, AWS_ENDPOINT_URL_STS: sts.url },
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose]();
      await sts.close();
    },
  };
}
