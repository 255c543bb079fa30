// SPDX-License-Identifier: Apache-2.0 OR MIT
// Keeps secrets out of the log: by the name of a property, by the look of a text, and by what was registered.

import { redacted, redactText } from "./redact_text.ts";

/** Words in a property's name that make its value a secret. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  ...["password", "passwords", "passwd", "passphrase", "pwd", "secret", "secrets", "otp"],
  ...["token", "tokens", "bearer", "jwt", "apikey", "apikeys", "hmac"],
  ...["authorization", "auth", "cookie", "cookies", "credential", "credentials"],
]);

/** Words that are also counted and measured, so that numbers under them are no secrets. */
const COUNTED: ReadonlySet<string> = new Set([
  "token",
  "tokens",
  "key",
  "cookie",
  "cookies",
  "auth",
]);

/** Written together, as in `ACCESSTOKEN`. */
const RUN_TOGETHER = /passw(or)?d|passphrase|secret|(api|access|private|signing)key|token$|cookie$/;

/** Most of what is written of one value. */
const limits = Object.freeze({ depth: 8, entries: 100, textLength: 16_384 });

/** Takes secrets out of values. */
export interface Redactor {
  /** Keeps `secret` out of all that is logged from now on; disposing ends that. Under four characters: ignored. */
  add(secret: string): Disposable;
  /** The text without secrets. */
  text(text: string): string;
  /**
   * A copy without secrets that JSON can hold. What it cannot hold, what refers to itself and what is very large
   * is replaced by a word about it.
   *
   * @param name name of the property the value stands under
   */
  value(value: unknown, name?: string): unknown;
}

/**
 * Makes a redactor.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const redactor = createRedactor();
 * redactor.add("correct horse");
 * assert.deepEqual(redactor.value({ user: "ada", apiKey: "x1", note: "correct horse!" }), {
 *   user: "ada",
 *   apiKey: "[redacted]",
 *   note: "[redacted]!",
 * });
 * ```
 */
export function createRedactor(): Redactor {
  const registered = new Map<string, number>();
  const words = wordsByName();
  let needles: readonly string[] = [];
  const change = (forms: readonly string[], by: number): void => {
    for (const form of forms) {
      const count = (registered.get(form) ?? 0) + by;
      if (count > 0) registered.set(form, count);
      else registered.delete(form);
    }
    // The longest first: one secret may be part of another.
    needles = [...registered.keys()].sort((a, b) => b.length - a.length);
  };
  const redactor: Redactor = {
    add(secret) {
      const forms = secret.length < 4 ? [] : spellings(secret);
      change(forms, 1);
      let held = true;
      return {
        [Symbol.dispose]: () => {
          if (held) change(forms, -1);
          held = false;
        },
      };
    },
    text(text) {
      let result = text;
      for (const needle of needles) result = result.replaceAll(needle, redacted);
      return redactText(result);
    },
    value: (value, name) => new Copy(redactor, words).of(value, name),
  };
  return redactor;
}

/** How a secret may stand in a text: as it is, within JSON, within a URL. */
function spellings(secret: string): string[] {
  const wellFormed = secret.toWellFormed();
  return [
    ...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(wellFormed)]),
  ];
}

/** What `secretWords` says, remembered for the names that occur again and again. */
function wordsByName(): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (name) => {
    const found = known.get(name) ?? secretWords(name);
    if (known.size < 1000) known.set(name, found);
    return found;
  };
}

/** Words in a property's name that make its value a secret. */
function secretWords(name: string): string[] {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== "");
  const found = words.filter((word) => SECRET_WORDS.has(word) || RUN_TOGETHER.test(word));
  const last = words.at(-1);
  if (last === "key" && !words.includes("public")) found.push("key");
  if (last === "keys" && /^(api|access|private|secret|signing)$/.test(words.at(-2) ?? "")) {
    found.push("keys");
  }
  return found;
}

/** True when what stands under a name with these words must not be seen. */
function isSecret(words: readonly string[], value: unknown): boolean {
  if (value === null || value === undefined || typeof value === "boolean") return false;
  if (typeof value === "number") return words.some((word) => !COUNTED.has(word));
  return words.length > 0;
}

/** One copy of one value; remembers the objects it is inside of. */
class Copy {
  readonly #redactor: Redactor;
  readonly #words: (name: string) => readonly string[];
  readonly #inside: object[] = [];

  constructor(redactor: Redactor, words: (name: string) => readonly string[]) {
    this.#redactor = redactor;
    this.#words = words;
  }

  of(value: unknown, name = ""): unknown {
    if (name !== "" && isSecret(this.#words(name), value)) return redacted;
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "number":
        return Number.isFinite(value) ? value : String(value);
      case "bigint":
      case "symbol":
        return this.#text(String(value));
      case "function":
        return `[function ${this.#text(value.name)}]`;
      case "object":
        return value === null ? null : this.#object(value);
      default:
        return value;
    }
  }

  #text(text: string): string {
    const clean = this.#redactor.text(text);
    if (clean.length <= limits.textLength) return clean;
    const more = clean.length - limits.textLength;
    return `${clean.slice(0, limits.textLength).toWellFormed()}… ${more} more characters`;
  }

  #object(value: object): unknown {
    if (this.#inside.includes(value)) return "[circular]";
    if (this.#inside.length >= limits.depth) return Array.isArray(value) ? "[array]" : "[object]";
    this.#inside.push(value);
    try {
      return this.#inner(value);
    } catch {
      return "[unreadable]"; // A getter, a proxy or a toJSON of a script's own making.
    } finally {
      this.#inside.pop();
    }
  }

  #inner(value: object): unknown {
    if (value instanceof Error) return this.#error(value);
    if (Array.isArray(value)) return this.#list(value);
    if (value instanceof Date) {
      return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toJSON();
    }
    if (value instanceof URL || value instanceof RegExp) return this.#text(String(value));
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      return `[${value.constructor.name} of ${value.byteLength} bytes]`;
    }
    if (value instanceof Set) return this.#list([...value]);
    if (value instanceof Map || value instanceof Headers || value instanceof URLSearchParams) {
      return this.#entries([...value].map(([key, item]) => [String(key), item]));
    }
    if (value instanceof Promise) return "[promise]";
    if ("toJSON" in value && typeof value.toJSON === "function") return this.of(value.toJSON());
    return this.#entries(Object.entries(value));
  }

  /** Everything an error tells, its own properties included: `code`, `hint`, `cause`. */
  #error(error: Error): unknown {
    const { name, message, stack, cause } = error;
    const known = { name, message, stack, cause } as Record<string, unknown>;
    if (error instanceof AggregateError) known.errors = error.errors;
    return this.#entries(Object.entries({ ...known, ...error }));
  }

  /** An option's value follows it in a command line, a header's value its name in a pair. */
  #list(items: readonly unknown[]): unknown[] {
    const copies = items.slice(0, limits.entries).map((item, at) => {
      const before = items[at - 1];
      const named = typeof before === "string" &&
        (/^--?[a-z]/i.test(before) && !before.includes("=") || (items.length === 2 && at === 1));
      return this.of(item, named && typeof item === "string" ? before : "") ?? null;
    });
    const more = items.length - copies.length;
    return more > 0 ? [...copies, `… ${more} more`] : copies;
  }

  #entries(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
    const name = entries.find(([key]) => key === "name" || key === "key")?.[1];
    const copy: Record<string, unknown> = {};
    for (const [key, value] of entries.slice(0, limits.entries)) {
      // A pair such as { name: "API_TOKEN", value: "…" } has its name beside it.
      const under = key === "value" && typeof name === "string" ? name : key;
      const clean = this.of(value, under);
      if (clean !== undefined) define(copy, this.#text(key), clean);
    }
    const more = entries.length - limits.entries;
    if (more > 0) define(copy, "…", `${more} more`);
    return copy;
  }
}

/** Sets a property of whatever name: `__proto__` is one too. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
