// SPDX-License-Identifier: Apache-2.0 OR MIT
// C's time functions for `os.date` and `os.time`, over JavaScript's Date.

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `struct tm` with C's meaning of each field. */
interface BrokenTime {
  second: number;
  minute: number;
  hour: number;
  day: number;
  month: number;
  year: number;
  weekday: number;
  yearday: number;
  offsetSeconds: number;
}

function pad(value: number, width: number, fill = "0"): string {
  return String(value).padStart(width, fill);
}

/** ISO 8601 week and the year it belongs to. */
function isoWeek(t: BrokenTime): { week: number; year: number } {
  const date = new Date(Date.UTC(t.year, t.month, t.day));
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return {
    week: Math.ceil(((date.getTime() - start) / 86_400_000 + 1) / 7),
    year: date.getUTCFullYear(),
  };
}

const composed: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  h: "%b",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

const conversions: Readonly<Record<string, (t: BrokenTime) => string>> = {
  a: (t) => (days[t.weekday] ?? "?").slice(0, 3),
  A: (t) => days[t.weekday] ?? "?",
  b: (t) => (months[t.month] ?? "?").slice(0, 3),
  B: (t) => months[t.month] ?? "?",
  C: (t) => pad(Math.floor(t.year / 100), 2),
  d: (t) => pad(t.day, 2),
  e: (t) => pad(t.day, 2, " "),
  g: (t) => pad(isoWeek(t).year % 100, 2),
  G: (t) => String(isoWeek(t).year),
  H: (t) => pad(t.hour, 2),
  I: (t) => pad(t.hour % 12 || 12, 2),
  j: (t) => pad(t.yearday + 1, 3),
  m: (t) => pad(t.month + 1, 2),
  M: (t) => pad(t.minute, 2),
  n: () => "\n",
  p: (t) => t.hour < 12 ? "AM" : "PM",
  S: (t) => pad(t.second, 2),
  t: () => "\t",
  u: (t) => String(t.weekday || 7),
  U: (t) => pad(Math.floor((t.yearday + 7 - t.weekday) / 7), 2),
  V: (t) => pad(isoWeek(t).week, 2),
  w: (t) => String(t.weekday),
  W: (t) => pad(Math.floor((t.yearday + 7 - (t.weekday + 6) % 7) / 7), 2),
  y: (t) => pad(t.year % 100, 2),
  Y: (t) => String(t.year),
  z: (t) => {
    const minutes = Math.abs(t.offsetSeconds) / 60;
    const sign = t.offsetSeconds < 0 ? "-" : "+";
    return sign + pad(Math.floor(minutes / 60), 2) + pad(minutes % 60, 2);
  },
  Z: (t) => t.offsetSeconds === 0 ? "UTC" : `UTC${conversions.z?.(t) ?? ""}`,
  "%": () => "%",
};

/** C's `strftime` in the "C" locale. */
export function formatTime(format: string, t: BrokenTime): string {
  return format.replace(/%[EO]?(.)/gs, (whole, letter: string) => {
    const parts = composed[letter];
    if (parts !== undefined) return formatTime(parts, t);
    return conversions[letter]?.(t) ?? whole;
  });
}

function yearStart(year: number, utc: boolean): number {
  const date = new Date(0);
  if (utc) {
    date.setUTCFullYear(year, 0, 1);
    date.setUTCHours(0, 0, 0, 0);
  } else {
    date.setFullYear(year, 0, 1);
    date.setHours(0, 0, 0, 0);
  }
  return date.getTime();
}

/** Writes `date` as a `struct tm`; indices are 32-bit words. */
function writeTm(words: Int32Array, at: number, date: Date, utc: boolean): void {
  const year = utc ? date.getUTCFullYear() : date.getFullYear();
  const offset = utc ? 0 : -60 * date.getTimezoneOffset();
  const midnight = yearStart(year, utc);
  const shift = utc
    ? 0
    : (date.getTimezoneOffset() - new Date(midnight).getTimezoneOffset()) * 60e3;
  words.set([
    utc ? date.getUTCSeconds() : date.getSeconds(),
    utc ? date.getUTCMinutes() : date.getMinutes(),
    utc ? date.getUTCHours() : date.getHours(),
    utc ? date.getUTCDate() : date.getDate(),
    utc ? date.getUTCMonth() : date.getMonth(),
    year - 1900,
    utc ? date.getUTCDay() : date.getDay(),
    Math.floor((date.getTime() - midnight - shift) / 86_400_000),
    0,
    offset,
    0,
  ], at);
}

/** Reads a `struct tm` at a byte address. */
function readTm(memory: WebAssembly.Memory, pointer: number): BrokenTime {
  const words = new Int32Array(memory.buffer, pointer, 11);
  const at = (index: number): number => words[index] ?? 0;
  return {
    second: at(0),
    minute: at(1),
    hour: at(2),
    day: at(3),
    month: at(4),
    year: at(5) + 1900,
    weekday: at(6),
    yearday: at(7),
    offsetSeconds: at(9),
  };
}

function cString(memory: WebAssembly.Memory, pointer: number): string {
  const bytes = new Uint8Array(memory.buffer);
  return new TextDecoder().decode(bytes.subarray(pointer, bytes.indexOf(0, pointer)));
}

/** The module's imports that deal with time. */
export function timeImports(
  cell: { memory: WebAssembly.Memory },
): Record<string, WebAssembly.ImportValue> {
  const broken = (utc: boolean) => (seconds: bigint, pointer: number): void => {
    writeTm(
      new Int32Array(cell.memory.buffer),
      pointer >> 2,
      new Date(Number(seconds) * 1000),
      utc,
    );
  };
  return {
    emscripten_date_now: () => Date.now(),
    _emscripten_get_now_is_monotonic: () => 1,
    _tzset_js: () => {},
    _gmtime_js: broken(true),
    _localtime_js: broken(false),
    _mktime_js: (pointer: number): bigint => {
      const t = readTm(cell.memory, pointer);
      const date = new Date(0);
      date.setFullYear(t.year, t.month, t.day);
      date.setHours(t.hour, t.minute, t.second, 0);
      if (Number.isNaN(date.getTime())) return -1n;
      writeTm(new Int32Array(cell.memory.buffer), pointer >> 2, date, false);
      return BigInt(Math.floor(date.getTime() / 1000));
    },
    strftime: (target: number, max: number, format: number, tm: number): number => {
      const text = formatTime(cString(cell.memory, format), readTm(cell.memory, tm));
      const bytes = new TextEncoder().encode(text);
      if (bytes.length >= max) return 0;
      const heap = new Uint8Array(cell.memory.buffer);
      heap.set(bytes, target);
      heap[target + bytes.length] = 0;
      return bytes.length;
    },
  };
}
