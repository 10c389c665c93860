// The secrets of this run, and texts without them: every text that is printed goes through here.
// Rule: a secret is kept as soon as it is known, before anything can go wrong with it; a secret that is not known by
// its place is recognised by its form. Secrets that are printed on purpose (--export) do not go through here.

import { visible } from "./visible.ts";

/** What a message shows in place of a secret. */
const MASK = "…";

/** So many characters in a row of a secret are masked: text from outside may have been cut or wrapped. */
const SHORTEST_RUN = 16;
/** Every run of that length holds a whole block that begins at a multiple of its length. */
const BLOCK = SHORTEST_RUN / 2;
/** A shorter one is masked only if it is an MFA code: as a word it might be in any message. */
const SHORTEST_SECRET = 8;
/** For so many blocks, searching for each is faster than looking each place of the text up. */
const FEW_BLOCKS = 64;

/** Secrets of 16 characters and more. */
const long = new Set<string>();
/** Their blocks: which secret, and where in it. */
const blocks = new Map<string, [secret: string, at: number][]>();
/** Shorter ones. */
const short = new Set<string>();
/** Texts of configuration files, looked through before the first message. */
let unread: string[] = [];

/** Between secrets: the ends of lines, and names of variables that were pasted with a value. */
const SEPARATORS = /[\r\n]+|AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)/i;

/** Keeps secrets of this run, so that no message shows them: keys, tokens, codes, what a process printed. */
export function keepSecret(...secrets: readonly (string | undefined)[]): void {
  for (const secret of secrets) {
    for (const line of secret?.split(SEPARATORS) ?? []) {
      for (const form of formsOf(line.trim())) keep(form);
    }
  }
}

/** Keeps the secrets in a configuration file's text; it is looked through when something is printed. */
export function keepSecretsOf(text: string | undefined): void {
  if (text !== undefined) unread.push(text);
}

/** The text without the secrets that were kept: for data, which must stay as it is otherwise. */
export function maskKept(text: string): string {
  readTexts();
  const pieces = runsIn(text);
  let masked = "";
  let end = 0;
  for (const { from, to } of pieces) {
    masked += text.slice(end, from) + MASK;
    end = to;
  }
  masked += text.slice(end);
  return [...short].reduce(withoutWord, masked);
}

/** The text without the secret where that is a whole word. The pattern takes half a millisecond, and is seldom needed. */
function withoutWord(text: string, secret: string): string {
  if (!text.includes(secret)) return text;
  const word = RegExp.escape(secret);
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, "gu"), MASK);
}

/** A message without the secrets that were kept, and without what looks like one. */
export function mask(message: string): string {
  return [NAMED_SECRET, ...OTHER_SECRETS]
    .reduce((text, pattern) => text.replaceAll(pattern, `$1${MASK}`), maskKept(message))
    .replaceAll(
      BASE64_RUN,
      (whole, before, run) => looksLikeSecret(run) ? `${before}${MASK}` : whole,
    )
    .replaceAll(SEED_RUN, (run) => looksLikeSeed(run) ? MASK : run);
}

/**
 * The first word of a configured command, and that there is more: its arguments may hold secrets, and so may what is set for
 * it (`PASSWORD=… tool`) or follows it without a blank.
 */
export function commandShown(command: string): string {
  const text = command.trim();
  const [word] = /^["'(]*(?:\w+=|[^\s"'()=;|&<>$`]*)/.exec(text)!;
  return word === text ? visible(word) : `${visible(word)}${/=$/.test(word) ? "" : " "}${MASK}`;
}

/** A setting with a name of that kind and its value: `aws_secret_access_key = …`, `"token": "…"`. */
const NAMED_SECRET =
  /((?:secret|session_?token|security_?token|password|passphrase)[\w-]{0,40}["']?\s{0,8}[=:]\s{0,8}["']?)([^\s"',;…]{4,})/gi;

/** The password in a URL. */
const IN_URL = /(\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s/:@"]{0,64}:)([^\s/@"…]+)(?=@)/gi;

/** What a QR code for an authenticator holds: the seed of the codes. */
const SEED_URL = /(\botpauth(?:-migration)?:\/\/)([^\s"',;]+)/gi;

/** A setting of MFA whose value is a seed: base32 (RFC 4648, 6), in capitals, or in small letters with a digit. */
const NAMED_SEED =
  /((?:mfa|Mfa|MFA|otp|Otp|OTP|seed|Seed|SEED)[\w-]{0,40}["']?[ \t]{0,8}[=:][ \t]{0,8}["']?)((?:[A-Z2-7]{16,}|(?=[a-z]*[2-7])[a-z2-7]{16,})=*(?![\w/+:.-])|(?=[a-zA-Z -]{0,19}[2-7])[a-zA-Z2-7]{4}(?:[ -][a-zA-Z2-7]{4}){3,}(?![\w/+:.-]))/g;

/** An option with a name of that kind, and a URL. */
const OTHER_SECRETS = [
  SEED_URL,
  NAMED_SEED,
  /(--?(?:[\w-]{0,20}-)?(?:secret|password|passwd|passphrase)[\w-]{0,20}[= ]["']?)([^\s"',;…]{4,})/gi,
  IN_URL,
];

/** A run of 40 characters, with what is before it: looking back from each character would take longer. */
const BASE64_RUN = /(^|[^\w/+])([A-Za-z0-9/+]{40})(?![\w/+=])/g;

/** Whether 40 characters are a secret access key rather than a path or a sum. */
function looksLikeSecret(run: string): boolean {
  const count = (pattern: RegExp) => run.match(pattern)?.length ?? 0;
  return count(/[A-Z]/g) >= 4 && count(/[a-z]/g) >= 4 && count(/\d/g) >= 1 && count(/\//g) <= 8;
}

/** Base32 in one piece, or in fours as services show it. */
const SEED_RUN =
  /(?<![\w/+-])(?:[A-Z2-7]{16,}|[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,}|[a-z2-7]{4}(?:[ -][a-z2-7]{4}){3,})=*(?![\w/+-])/g;

/**
 * Whether base32 is a seed: neither a name in capitals, which seldom has two digits in its middle, nor the id of a key or
 * a role, which begins with A, two letters and A (IAM user guide, "IAM identifiers").
 */
function looksLikeSeed(run: string): boolean {
  if (/^A[A-Z]{2}A[A-Z2-7]{12,}$/.test(run)) return false;
  const digits = run.match(/[2-7]+(?=[ -]?[A-Za-z])/g)?.length ?? 0;
  return digits >= 2;
}

/** Whether the whole text looks like the seed of an MFA device's codes. */
export function isSeed(text: string): boolean {
  return /^[A-Z2-7]{16,}=*$/.test(text) && looksLikeSeed(text);
}

/** As it is written, in a query, and in JSON, where some escape the slash. */
function formsOf(secret: string): Set<string> {
  return new Set([secret, encodeURIComponent(secret), secret.replaceAll("/", "\\/")]);
}

function keep(secret: string): void {
  if (secret.length < SHORTEST_RUN) {
    if (secret.length >= SHORTEST_SECRET || /^\d{6}$/.test(secret)) short.add(secret);
    return;
  }
  if (long.has(secret)) return;
  long.add(secret);
  for (let at = 0; at + BLOCK <= secret.length; at += BLOCK) {
    const block = secret.slice(at, at + BLOCK);
    const places = blocks.get(block);
    if (places === undefined) blocks.set(block, [[secret, at]]);
    else places.push([secret, at]);
  }
}

function readTexts(): void {
  const texts = unread;
  unread = [];
  for (const text of texts) {
    for (const pattern of [NAMED_SECRET, ...OTHER_SECRETS]) {
      // Looking for URLs takes 3 ms in ten thousand profiles, which seldom hold one.
      if ((pattern === IN_URL || pattern === SEED_URL) && !text.includes("://")) continue;
      for (const [, , value] of text.matchAll(pattern)) keepSecret(value);
    }
    for (const [, , run] of text.matchAll(BASE64_RUN)) if (looksLikeSecret(run!)) keepSecret(run);
    for (const [, value] of text.matchAll(COMMAND)) keepSecret(...argumentsOf(value!));
  }
}

/** The settings that hold a command. */
const COMMAND = /^[ \t]*(?:mfa|credential)_process[ \t]*=[ \t]*(?:(?!\w+=)\S+[ \t]+)?(.*)$/gim;

/**
 * The words of a command that may be secrets: neither options nor paths nor plain words; of a URL what follows its host,
 * since the endpoint of STS may have the same host, and is always named.
 */
function argumentsOf(rest: string): string[] {
  return rest.split(/[\s"'=]+/)
    .filter((word) => /^(?![-/~.]).*(?:\d|[A-Z]{8}|[a-z][A-Z])/.test(word))
    .flatMap((word) => {
      const [, user = "", path = word] =
        /^[a-z][a-z\d+.-]*:\/\/(?:([^/?#]*)@)?[^/?#@]*(.*)$/i.exec(word) ?? [];
      return [user, path];
    })
    .filter((word) => word.length >= SHORTEST_RUN);
}

type Run = { readonly from: number; readonly to: number };

/** Where the text holds so many characters in a row of a secret, in order and without overlaps. */
function runsIn(text: string): Run[] {
  if (blocks.size === 0) return [];
  if (blocks.size <= FEW_BLOCKS && ![...blocks.keys()].some((block) => text.includes(block))) {
    return [];
  }
  const runs: Run[] = [];
  for (let at = 0; at + BLOCK <= text.length; at++) {
    const run = longestRun(text, at, blocks.get(text.slice(at, at + BLOCK)));
    if (run === undefined) continue;
    const last = runs.at(-1);
    if (last !== undefined && run.from <= last.to) runs[runs.length - 1] = { ...last, to: run.to };
    else runs.push(run);
    at = run.to - 1;
  }
  return runs;
}

/** The longest run around a block that the text holds at that place. */
function longestRun(
  text: string,
  at: number,
  places: readonly [string, number][] | undefined,
): Run | undefined {
  let longest: Run | undefined;
  for (const [secret, place] of places ?? []) {
    let [before, after] = [0, BLOCK];
    while (before < place && text[at - before - 1] === secret[place - before - 1]) before++;
    while (place + after < secret.length && text[at + after] === secret[place + after]) after++;
    if (before + after < SHORTEST_RUN) continue;
    const [from, to] = [at - before, at + after];
    longest = longest === undefined
      ? { from, to }
      : { from: Math.min(from, longest.from), to: Math.max(to, longest.to) };
  }
  return longest;
}
