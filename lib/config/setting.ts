// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is known of one setting: its type, bounds, default, unit and meaning. All else is made from these records.

/** Everything (`true`), nothing (`false`), or what the list names. */
export type Grant = boolean | readonly string[];

/** What a number counts. `bytes`, `ms` and `seconds` may also be written as texts: `64MiB`, `5s`. */
export type Unit = "bytes" | "ms" | "seconds" | "percent" | "ratio";

/** Form of a value; environment variables are read by it. */
export type Kind =
  | "integer"
  | "number"
  | "boolean"
  | "choice"
  | "text"
  | "list"
  | "grant"
  | "map";

/** What every setting says of itself. */
export interface SettingInfo<T> {
  /** Value when nothing else is given. */
  readonly default: T;
  /** One sentence without a full stop, for the reference and for `config init`. */
  readonly description: string;
  /** `live`: a reload puts a change in force. `restart`: the next start does. */
  readonly reload: "live" | "restart";
  /** Its value is never shown. */
  readonly secret?: true;
}

/** A setting. */
export interface Setting<T = unknown> extends SettingInfo<T> {
  /** Form of the value. */
  readonly kind: Kind;
  /** What a number counts; absent for plain counts and all else. */
  readonly unit?: Unit;
  /** Least and largest number. */
  readonly range?: readonly [least: number, largest: number];
  /** The words it may be; of a map, those its values may be. */
  readonly choices?: readonly string[];
  /** What a text must match; of a map, what its names must match. */
  readonly pattern?: RegExp;
  /** What it must be, behind "is not": `a whole number from 0 to 5`. */
  readonly wanted: string;
}

type NumberInfo = SettingInfo<number> & {
  readonly range: readonly [least: number, largest: number];
  readonly unit?: Unit;
};

/** A whole number. */
export function integer(info: NumberInfo): Setting<number> {
  const [least, largest] = info.range;
  const wanted = `a whole number from ${least} to ${largest}${example(info.unit)}`;
  return { kind: "integer", wanted, ...info };
}

/** Any number within the range. */
export function number(info: NumberInfo): Setting<number> {
  return { kind: "number", wanted: `a number from ${info.range[0]} to ${info.range[1]}`, ...info };
}

/** True or false. */
export function boolean(info: SettingInfo<boolean>): Setting<boolean> {
  return { kind: "boolean", wanted: "true or false", ...info };
}

/** One word of a few. */
export function choice<const C extends readonly string[]>(
  info: SettingInfo<C[number]> & { readonly choices: C },
): Setting<C[number]> {
  return { kind: "choice", wanted: `one of ${info.choices.join(", ")}`, ...info };
}

/** A text that matches the pattern. */
export function text(
  info: SettingInfo<string> & { readonly pattern: RegExp; readonly wanted: string },
): Setting<string> {
  return { kind: "text", ...info };
}

/** Any number of texts, none of them empty. */
export function list(info: SettingInfo<readonly string[]>): Setting<readonly string[]> {
  return { kind: "list", wanted: `a list of texts such as ["a", "b"]`, ...info };
}

/** Everything, nothing, or what the list names. */
export function grant(info: SettingInfo<Grant>): Setting<Grant> {
  return { kind: "grant", wanted: `true, false or a list of texts such as ["a", "b"]`, ...info };
}

/** One of the words for each of any number of names that match the pattern. */
export function map<const C extends readonly string[]>(
  info: SettingInfo<Readonly<Record<string, C[number]>>> & {
    readonly pattern: RegExp;
    readonly choices: C;
    readonly wanted: string;
  },
): Setting<Readonly<Record<string, C[number]>>> {
  return { kind: "map", ...info };
}

function example(unit: Unit | undefined): string {
  if (unit === "bytes") return ` or a size such as "64MiB"`;
  if (unit === "ms" || unit === "seconds") return ` or a duration such as "5s"`;
  return "";
}
