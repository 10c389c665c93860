// Random configuration files as people and programs leave them: duplicates, indentation, headers glued to values, odd
// blanks, keys in the wrong place. Rule: the same seed gives the same files.

/** Numbers from 0 to below 1, always the same for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Keeps of each key the first line. */
function removeRepeated(lines: string[]): void {
  const seen = new Set<string>();
  for (let at = 0; at < lines.length; at++) {
    const keys = lines[at]!.split("\n").map((line) => line.split(/[=:]/)[0]!.trim().toLowerCase());
    if (keys.some((key) => seen.has(key))) lines.splice(at--, 1);
    else keys.forEach((key) => seen.add(key));
  }
}

export type RandomFiles = {
  readonly config: string;
  readonly credentials: string;
  /** What no output may hold. */
  readonly secrets: readonly string[];
};

/** Two files of AWS's in which `dev` is probably a role. */
export function randomFiles(seed: number): RandomFiles {
  const random = randomFrom(seed);
  const chance = (probability: number) => random() < probability;
  // Most files have one or two odd places: of a file with many the AWS CLI reads nothing.
  const mess = chance(0.25) ? 1 : 0.06;
  const odd = (probability: number) => chance(probability * mess);
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  const secrets: string[] = [];
  const text = (length: number, letters: string) =>
    Array.from({ length }, () => one([...letters])).join("");
  const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const secret = () => {
    // AWS's have letters of both cases and digits.
    const made = `aB3x${text(36, BASE64)}`;
    secrets.push(made);
    return made;
  };
  const token = () => {
    const made = `FwoG${text(120, BASE64)}==`;
    secrets.push(made);
    return made;
  };
  const role = () =>
    `arn:aws:iam::${one(["222233334444", "999988887777", "333344445555"])}:role/${
      one(["dev", "prod", "team/x"])
    }`;
  const blank = () => one([" ", "  ", "\t", "\u00a0", " \u3000", "\x85", "\x1c", "\f"]);
  const end = () => odd(0.03) ? one(["\r", "\r\n", "\n\n", "\n \n"]) : "\n";
  const NAMES = ["default", "dev", "base", "mid"];

  const line = (key: string, value: string): string => {
    let name = key;
    if (odd(0.04)) name = name.toUpperCase();
    const equals = !odd(0.15)
      ? " = "
      : one(["=", " =", "= ", ": ", " : ", `${blank()}=${blank()}`]);
    const comment = odd(0.05) ? one([" # c", " ; [profile dev]", "#c", " #"]) : "";
    return `${odd(0.06) ? blank() : ""}${name}${equals}${value}${comment}`;
  };
  const setting = (): string => {
    const roll = random();
    if (roll < 0.12) return line("role_arn", role());
    if (roll < 0.2) return line("source_profile", one(NAMES));
    if (roll < 0.38) {
      const id = `AKIA${text(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`;
      const keys = [line("aws_access_key_id", id), line("aws_secret_access_key", secret())];
      if (chance(0.2)) keys.push(line("aws_session_token", token()));
      return keys.join("\n");
    }
    if (roll < 0.6) {
      return line("region", chance(0.06) ? secret() : one(["eu-west-1", "us-east-1"]));
    }
    if (roll < 0.66) return line("output", one(["json", "text"]));
    if (roll < 0.72) return line("mfa_serial", "arn:aws:iam::111122223333:mfa/me");
    if (roll < 0.76) return line("external_id", one(["a", "bb", "cc"]));
    if (roll < 0.8) {
      const value = odd(0.1) ? one(["2\u20280", "2\x0b0", "20\n\n  x", "20\n  # c"]) : "20";
      return `s3 =\n  ${line("max_concurrent_requests", value)}`;
    }
    if (roll < 0.8 + 0.03 * mess) {
      return line("credential_source", one(["Environment", "Ec2InstanceMetadata"]));
    }
    if (roll < 0.84) return line("include_profile", one(NAMES));
    if (roll < 0.84 + 0.01 * mess) return one(["[x = y", "[x: y"]);
    if (roll < 0.89) return one(["# comment", "; [profile dev]", " # indented", ""]);
    if (roll < 0.92) return `export AWS_SECRET_ACCESS_KEY=${secret()}`;
    if (roll < 0.92 + 0.03 * mess) return line("services", "my");
    if (roll < 0.98) return line("duration_seconds", one(["3600", "900"]));
    const process = `/bin/helper --user me --password ${secret()}`;
    if (chance(0.3)) return line(one(["credential_process", "mfa_process"]), process);
    return line(
      one(["region", "mfa_serial", "output"]),
      `eu-west-1\n ${line("aws_secret_access_key", secret())}`,
    );
  };
  const header = (name: string, ofConfig: boolean): string => {
    const prefix = name === "default" && !odd(0.2) ? "" : ofConfig ? "profile " : "";
    if (!odd(0.14)) return `[${prefix}${name}]`;
    return one([
      `[ ${prefix}${name}]`,
      `[${prefix}${name} ]`,
      `[${prefix.replace(" ", "  ")}${name}]`,
      `[${prefix}"${name}"]`,
      `[${prefix}'${name}']`,
      `${blank()}[${prefix}${name}]`,
      `[${prefix}${name}] # c`,
      `[${prefix}${name}]x`,
      `[${prefix}${name}]#c`,
      `[${ofConfig ? "" : "profile "}${name}]`,
      `[${prefix}${name}`,
      `[[${prefix}${name}]]`,
    ]);
  };
  const file = (ofConfig: boolean): string => {
    let made = odd(0.02) ? "\ufeff" : "";
    const names = NAMES.filter((name) =>
      (ofConfig && name === "dev") || chance(ofConfig ? 0.5 : 0.6)
    );
    if (odd(0.12)) names.push(one(NAMES));
    if (odd(0.06)) names.push("DEFAULT");
    const indent = odd(0.06) ? "  " : "";
    for (const name of names.toSorted(() => random() - 0.5)) {
      const first = name === "DEFAULT" ? "[DEFAULT]" : header(name, ofConfig);
      made += indent + first + end();
      const lines = Array.from({ length: 1 + Math.floor(random() * 4) }, setting);
      if (ofConfig && name === "dev" && chance(0.8)) {
        lines.unshift(
          line("role_arn", role()),
          line("source_profile", one(["default", "default", "base", "mid"])),
        );
      }
      if (!ofConfig && (name === "default" || chance(0.6))) {
        lines.unshift(
          line("aws_access_key_id", "AKIAIOSFODNN7EXAMPLE"),
          line("aws_secret_access_key", secret()),
        );
      }
      if (!odd(0.3)) removeRepeated(lines);
      // What follows is glued to the last line where a program appended to a file without a line end.
      const glue = odd(0.06);
      made += lines.map((each) => indent + each.replaceAll("\n", `\n${indent}`)).join(end()) +
        (glue ? "" : end());
    }
    return made;
  };
  const [config, credentials] = [file(true), file(false)];
  const all = config + credentials;
  return { config, credentials, secrets: secrets.filter((each) => all.includes(each)) };
}
