// --switch-url: the console's own link for switching roles, which fills in the form that people otherwise type by hand.
// Rule: no keys, no network, no prompt; nothing secret is in the link.

import { originText } from "../text/origin.ts";
import { fileAccess } from "../os/files.ts";
import { parseRoleArn, roleWord } from "../role/arn.ts";
import { roleOfWord } from "../role/role_word.ts";
import { type Chain, followSources } from "../role/chain.ts";
import { setting } from "../config/origin.ts";
import { profileNamed } from "../config/lookup.ts";
import { noRole } from "../role/refusals.ts";
import { pasted } from "../text/quoting.ts";
import { switchRoleUrl } from "../console/switch_role.ts";
import { visible } from "../text/visible.ts";
import { variable } from "../os/variable.ts";
import { filesBefore } from "../session/contract.ts";
import { loadFiles } from "../config/load.ts";
import { print, say } from "../terminal/messages.ts";

/** Prints the link that switches to the role from whatever identity the browser is signed in with. */
export function switchUrl(name: string, quiet: boolean): number {
  const { configuration } = loadFiles(fileAccess(), filesBefore(variable));
  if (configuration.profiles.get(name) === undefined && roleWord(name).written) {
    const role = roleOfWord(name, variable("AWS_REGION") || variable("AWS_DEFAULT_REGION"));
    print(`${switchRoleUrl(role, `${role.account}-${role.name}`)}\n`);
    return 0;
  }
  const profile = profileNamed(configuration, name);
  const chain = followSources(configuration, profile);
  const target = chain.links.at(-1);
  if (target === undefined) throw noRole(profile, configuration);
  const { roleArn } = target;
  const role = parseRoleArn(roleArn);
  const url = switchRoleUrl(role, name);
  for (const limit of quiet ? [] : limits(chain)) {
    say(limit, [`\`swr --console ${pasted(name)}\` signs in as the role anyway`]);
  }
  print(`${url}\n`);
  return 0;
}

/** What the profile needs and the console's form cannot do. */
function limits({ links }: Chain): string[] {
  const found: string[] = [];
  if (links.length > 1) {
    const way = links.map(({ profile }) => visible(profile.name)).join(" → ");
    found.push(`the console switches in one step, but the profile needs several: ${way}`);
  }
  const externalId = setting(links.at(-1)!.profile, "external_id");
  if (externalId !== undefined) {
    found.push(
      `the console cannot send an external id, and the profile has one (${
        originText(externalId.origin)
      })`,
    );
  }
  return found;
}
