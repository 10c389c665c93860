// Credentials on the disk, and who else can read or change the files that AWS's tools trust.
// Rule: of a key id only the last four characters are shown, of anything else nothing.

import type { FoundFile } from "../../config/load.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { profileNameOf } from "../../config/section_name.ts";
import type { Section } from "../../config/ini.ts";
import { keyKind } from "../../role/source.ts";
import { quoted } from "../../text/quoting.ts";
import { lastFour, visible } from "../../text/visible.ts";

/** Who besides the user: no one, the file's group, everyone. */
export type Others = "none" | "group" | "all";

/** A file or folder that is there. */
export type Access = {
  readonly path: string;
  readonly folder: boolean;
  readonly read: Others;
  readonly write: Others;
  /** It belongs neither to the owner of the home folder nor to root. */
  readonly foreign: boolean;
};

const finding = findingsOf("secrets");

/** Findings about keys in AWS's two files, and about who else gets at files and folders. */
export function checkStoredKeys(
  files: readonly FoundFile[],
  accesses: readonly Access[],
): Finding[] {
  const keys = files.flatMap(({ kind, ini }) =>
    (ini?.sections ?? []).flatMap((section) => checkSection(section, kind))
  );
  const holding = new Set(
    files.filter(({ ini }) => ini?.sections.some(holdsSecret)).map(({ path }) => path),
  );
  const allRead = files.every(({ path, unreadable }) =>
    path !== undefined && unreadable === undefined
  );
  return [
    ...keys,
    ...(keys.length === 0 && allRead
      ? [finding("no-stored-keys", "ok", "AWS's config and credentials files hold no keys")]
      : []),
    ...accesses.flatMap((access) => checkAccess(access, holding.has(access.path))),
  ];
}

function holdsSecret(section: Section): boolean {
  const { properties } = section.read();
  return properties.has("aws_secret_access_key") || properties.has("aws_session_token");
}

function checkSection(section: Section, kind: FoundFile["kind"]): Finding[] {
  const { properties } = section.read();
  const secret = properties.get("aws_secret_access_key");
  if (!secret?.value) return [];
  const id = properties.get("aws_access_key_id")?.value ?? "";
  const { header } = section;
  const name = profileNameOf(header, kind) ?? header;
  const about = { origin: secret.origin, profile: name, says: ["profile"] } as const;
  const hasToken = ["aws_session_token", "aws_security_token"].some((key) =>
    properties.get(key)?.value
  );
  if (keyKind(id, hasToken) !== "long-term") {
    const message = `the keys of a session, ${lastFour(id)}, are in plain text under [${header}]`;
    return [
      finding("session-keys", "warning", message, [
        "delete those lines when the session has ended",
      ], about),
    ];
  }
  const namespace = quoted(`aws-${name.replaceAll(/[^\w.-]/g, "-")}`);
  const which = id === "" ? "" : `, ${lastFour(id)},`;
  return [
    finding(
      "long-lived-keys",
      "warning",
      `a long-lived key${which} is in plain text under [${header}]`,
      [
        "move it into the keychain:",
        `envchain --set ${namespace} AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`,
        `then delete those lines, and start swr as \`envchain ${namespace} swr …\``,
      ],
      about,
    ),
  ];
}

function checkAccess({ path, folder, read, write, foreign }: Access, secrets: boolean): Finding[] {
  const found: Finding[] = [];
  const who = (others: Others) => others === "all" ? "every user" : "its group";
  const level = (others: Others) => others === "all" ? "problem" : "warning";
  const word = quoted(path);
  const at = { place: path, says: ["place"] } as const;
  if (secrets && read !== "none") {
    const message = `${who(read)} can read the credentials in ${path}`;
    found.push(
      finding("file-exposed", level(read), message, [
        ...commandOn(path, `chmod 600 ${word}`),
        "someone may have read them: replace them with new ones",
      ], at),
    );
  }
  if (write !== "none") {
    const message = `${who(write)} can change ${path}`;
    const why = folder
      ? "files there can be replaced, and AWS's tools run the commands they name"
      : "AWS's tools run the commands in it (credential_process)";
    found.push(
      finding(
        "file-writable",
        level(write),
        message,
        [...commandOn(path, `chmod go-w ${word}`), why],
        at,
      ),
    );
  }
  if (foreign) {
    found.push(
      finding("file-owner", "warning", `${path} belongs to another user`, [
        ...commandOn(path, `sudo chown "$USER" ${word}`),
      ], at),
    );
  }
  return found;
}

/** The command, unless the path holds what cannot be shown as it is: then it would name another file. */
export function commandOn(path: string, command: string): string[] {
  return visible(path) === path
    ? [command]
    : ["correct it by hand: its name contains hidden characters"];
}
