// SPDX-License-Identifier: Apache-2.0 OR MIT
// What looks like a credential inside a text. Every pattern reads its text in time linear in its length.

/** Stands for what was left out. */
export const redacted = "[redacted]";

/** Each pattern with what takes its place. Order matters: whole keys before what could be part of one. */
const patterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // A private key in PEM; one that was cut off has no end.
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    redacted,
  ],
  // User information of a URL. The password may hold an at sign.
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'<>]{1,1000}@/gi, `$1${redacted}@`],
  // A header that is a credential as a whole, to the end of its line.
  [
    /\b((?:proxy-)?authorization|(?:set-)?cookie)(\\*["'])?(\s{0,3}[:=]\s{0,3})(?:"(?:[^"\\]|\\.){0,8192}"|'(?:[^'\\]|\\.){0,8192}'|(\\+["'])[^"']{0,8192}?\4|[^\r\n]+)/gi,
    `$1$2$3${redacted}`,
  ],
  [/\b(Bearer)\s+[A-Za-z0-9._~+/=-]{4,}/gi, `$1 ${redacted}`],
  [
    /\b(Basic|Token|ApiKey|Negotiate)\s+(?=[^\s]{0,400}[0-9=+/])[A-Za-z0-9._~+/=-]{8,}/g,
    `$1 ${redacted}`,
  ],
  // JSON Web Tokens, and encrypted ones with five parts.
  [/(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){0,3}/g, redacted],
  // Keys that say whose they are: OpenAI, Anthropic, Stripe, Groq, GitHub, GitLab, Slack, Google, Hugging Face, npm…
  [/(?<![A-Za-z0-9])(?:sk|rk|pk|gsk|xai|pplx|r8)[-_][A-Za-z0-9_-]{12,}/g, redacted],
  [
    /(?<![A-Za-z0-9])(?:gh[a-z]_|github_pat_|glpat-|xox[a-z]-|hf_|npm_|pypi-|dop_v1_|ya29\.|SG\.)[A-Za-z0-9_.-]{10,}/g,
    redacted,
  ],
  [/(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{30,}/g, redacted],
  // Ids of AWS access keys.
  [/(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g, redacted],
  // name=value, name: value and "name": "value", the name saying what it is. Prose such as "token: it is missing"
  // stays, since the value of a name that is also a word must hold a digit or stand in quotes.
  [
    /((?:passw(?:or)?d|passphrase|pwd|secret)[\w-]{0,24}(?:\\*["'])?\s{0,3}[:=]>?\s{0,3})(?:\[redacted\]|"(?:[^"\\]|\\.){0,8192}"|'(?:[^'\\]|\\.){0,8192}'|(\\+["'])[^"']{0,8192}?\2|\\*["']?[^\s,;&"'})\]\\]+)/gi,
    `$1${redacted}`,
  ],
  [
    /((?:token|(?:api|access|private|signing|secret|hmac)[-_]?key|credential)(?!s)[\w-]{0,24}(?:=>?|(?:\\*["'])?\s{0,3}[:=]>?\s{0,3}(?=\\*["']|[^\s,;&"'})\]\\]{0,400}\d)))(?:\[redacted\]|"(?:[^"\\]|\\.){0,8192}"|'(?:[^'\\]|\\.){0,8192}'|(\\+["'])[^"']{0,8192}?\2|\\*["']?[^\s,;&"'})\]\\]+)/gi,
    `$1${redacted}`,
  ],
  // Parameters of a URL.
  [/([?&](?:key|sig|signature|auth|code|jwt|session)=)[^&\s#"']+/gi, `$1${redacted}`],
];

/**
 * Replaces everything that looks like a credential: keys of well-known services, JSON Web Tokens, authorization
 * headers, private keys, passwords in URLs, and what stands behind `password=` and the like.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(redactText("GET with Bearer abc.def failed"), "GET with Bearer [redacted] failed");
 * ```
 */
export function redactText(text: string): string {
  let result = text;
  for (const [pattern, replacement] of patterns) result = result.replace(pattern, replacement);
  return result;
}
