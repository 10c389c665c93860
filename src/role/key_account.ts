// The account that an access key id was issued in.
// Rule: a hint, never a decision: the layout is not promised by AWS, only found out
// (https://awsteele.com/blog/2020/09/26/aws-access-key-format.html; sts get-access-key-info asks AWS).

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Twelve digits; undefined for ids that do not tell, as the older ones. */
export function accountOfKey(accessKeyId: string): string | undefined {
  // Behind the four letters of the kind: base 32; one bit that newer ids have set, and 40 bits of the account.
  if (!/^A[KS]IA[Q-Z2-7][A-Z2-7]{15}$/.test(accessKeyId)) return undefined;
  let bits = 0;
  for (const letter of accessKeyId.slice(4, 13)) bits = bits * 32 + ALPHABET.indexOf(letter);
  // 45 bits: the set one, 40 of the account, 4 of what follows.
  const account = Math.floor(bits / 16) % 2 ** 40;
  return account < 1e12 ? String(account).padStart(12, "0") : undefined;
}
