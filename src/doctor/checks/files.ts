// What is wrong with AWS's two files as texts: not there, not readable, lines and sections that do not count.
// Rule: what the parser found is passed on, each with its place and a remedy; nothing is parsed here.

import { isRole } from "../../role/chain.ts";
import { type Finding, findingOf, findingsOf, type Level } from "../finding.ts";
import { type Problem, problemText } from "../../config/ini.ts";
import type { FoundFile } from "../../config/load.ts";
import type { Configuration } from "../../config/configuration.ts";

const finding = findingsOf("configuration");

/** Findings about the files themselves and their lines. */
export function checkFiles(files: readonly FoundFile[], config: Configuration): Finding[] {
  // By its place: a section that is read again has other problems, which say the same.
  const owners = new Map<string, string>();
  for (const { name, problems } of config.profiles.all()) {
    for (const { file, line } of problems) owners.set(`${file}:${line}`, name);
  }
  return [
    ...files.flatMap((file) => checkFile(file, config)),
    ...config.problems.map((problem) =>
      checkProblem(problem, owners.get(`${problem.file}:${problem.line}`))
    ),
  ];
}

function checkFile(file: FoundFile, config: Configuration): Finding[] {
  const { kind, path, from = "", ini, emptyDevice = false, unreadable } = file;
  // Inside a session swr has noted where the files lie, also where there is none.
  const named = from.startsWith("AWS_");
  if (unreadable !== undefined) {
    const about = path === undefined ? {} : { place: path, says: ["place"] } as const;
    return [findingOf(unreadable, "configuration", "file-unreadable", about)];
  }
  if (ini !== undefined || (kind === "credentials" && !named)) return [];
  const hasRoles = config.profiles.all().some(isRole);
  const remedy = named ? [`${from} names it: correct that variable, or unset it`] : [];
  if (kind === "credentials") {
    if (emptyDevice) return [];
    return [finding("config-missing", "warning", `there is no file ${path}`, remedy)];
  }
  return [
    finding(
      "config-missing",
      hasRoles ? "warning" : "problem",
      path === undefined
        ? "cannot look for .aws/config: there is no home folder"
        : emptyDevice
        ? `the configuration file ${path} is empty`
        : `there is no configuration file at ${path}`,
      path === undefined ? ["set HOME, or AWS_CONFIG_FILE"] : [...remedy, ...EXAMPLE],
    ),
  ];
}

/** How a role is written. */
export const EXAMPLE = [
  "write a role like this into the config file:",
  "  [profile sub-account]",
  "  role_arn = arn:aws:iam::222233334444:role/admin",
  "  mfa_serial = arn:aws:iam::111122223333:mfa/me",
  "  region = eu-central-1",
];

const LINES: Readonly<Record<Problem["severity"], readonly [Finding["id"], Level, string]>> = {
  error: [
    "line-refused",
    "problem",
    "correct or remove it: AWS's SDKs reject the whole file",
  ],
  warning: ["line-ignored", "warning", "correct or remove it: it has no effect"],
  incompatible: ["line-foreign", "warning", "write it so that every tool reads it the same way"],
};

const SECTIONS: Readonly<
  Record<NonNullable<Problem["about"]>, readonly [Finding["id"], Level, string]>
> = {
  ignored: ["section-ignored", "warning", "rename or remove the section"],
  name: ["profile-name", "warning", "rename the profile to one word of letters, digits, - and _"],
  glued: ["header-glued", "problem", "put the header on a line of its own"],
  "include-profile": [
    "include-profile",
    "warning",
    "copy the settings of that profile into this one",
  ],
};

function checkProblem(problem: Problem, profile: string | undefined): Finding {
  const { file, line, severity, about } = problem;
  const [id, level, remedy] = about === undefined ? LINES[severity] : SECTIONS[about];
  return finding(id, level, problemText(problem), [remedy], {
    place: `${file}:${line}`,
    ...(profile !== undefined && { profile, says: ["profile"] }),
  });
}
