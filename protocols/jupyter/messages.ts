// SPDX-License-Identifier: Apache-2.0 OR MIT
// Jupyter messages: from frames to values and back. No sockets here.

import {
  type DigestHistory,
  joinMessage,
  type Signer,
  splitMessage,
  TextSlab,
} from "../../lib/wire/mod.ts";

/** Version of the messaging protocol in every header. */
export const PROTOCOL_VERSION = "5.6";

/** The five channels of a kernel. */
export type Channel = "shell" | "control" | "stdin" | "iopub" | "hb";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Header of a message, the fields that must be there; further ones are kept in the raw header. */
export interface MessageHeader {
  /** Unique among all messages. */
  readonly msg_id: string;
  /** Process that sent it. */
  readonly session: string;
  /** What it is: `execute_request`. */
  readonly msg_type: string;
  /** Lane of a shell request; absent or null is the main one. */
  readonly subshell_id?: string | null;
  /** Further fields. */
  readonly [field: string]: unknown;
}

/** A message that was taken apart, whose signature holds. */
export interface Message {
  /** Routing frames before the delimiter; opaque bytes. */
  readonly identities: readonly Uint8Array[];
  /** The header, parsed. */
  readonly header: MessageHeader;
  /** The header as it came; replies carry these bytes as their parent header. */
  readonly rawHeader: Uint8Array;
  /** Header of the message that caused this one; empty when there is none. */
  readonly parentHeader: JsonObject;
  /** What is not content. */
  readonly metadata: JsonObject;
  /** The body; its shape depends on the type. */
  readonly content: JsonObject;
  /** Binary data after the content. */
  readonly buffers: readonly Uint8Array[];
}

/** Why a message was dropped. */
export type Rejection =
  | "malformed"
  | "oversized"
  | "unsigned"
  | "signature"
  | "replayed"
  | "encoding"
  | "json"
  | "header";

/** Every `Rejection`. */
export const REJECTIONS: readonly Rejection[] = Object.freeze([
  "malformed",
  "oversized",
  "unsigned",
  "signature",
  "replayed",
  "encoding",
  "json",
  "header",
]);

/** What a `MessageReader` is given. */
export interface MessageReaderOptions {
  readonly signer: Signer;
  /** Absent: replayed messages are accepted (a client reading its own kernel). */
  readonly history?: DigestHistory;
  /** Bytes of all frames together. */
  readonly maxMessageBytes: number;
  /** Bytes of a header, which every answer repeats. */
  readonly maxHeaderBytes: number;
}

/** Reads messages. Never throws, whatever the frames: what cannot be read is named by a `Rejection`. */
export class MessageReader {
  readonly #options: MessageReaderOptions;
  readonly #text: TextDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  /** @param options shared secret, memory of signatures, bounds */
  constructor(options: MessageReaderOptions) {
    this.#options = options;
  }

  /** Takes a message apart after checking size, signature, replay, UTF-8, JSON and header, in this order. */
  read(frames: readonly Uint8Array[]): Message | Rejection {
    if (totalBytes(frames) > this.#options.maxMessageBytes) return "oversized";
    let identities: Uint8Array[];
    let parts: Uint8Array[];
    try {
      [identities, parts] = splitMessage(frames);
    } catch {
      return "malformed";
    }
    if (parts[1]!.length > this.#options.maxHeaderBytes) return "oversized";
    return this.#authenticate(parts) ?? this.#parse(identities, parts);
  }

  #authenticate(parts: readonly Uint8Array[]): Rejection | undefined {
    const { signer, history } = this.#options;
    const signature = parts[0]!;
    if (signer.enabled && signature.length === 0) return "unsigned";
    if (!signer.enabled) return undefined;
    if (!signer.verify(parts.slice(1, 5), signature)) return "signature";
    if (history !== undefined && !history.add(signature)) return "replayed";
    return undefined;
  }

  #parse(identities: Uint8Array[], parts: readonly Uint8Array[]): Message | Rejection {
    const rawHeader = parts[1]!;
    const values: JsonObject[] = [];
    for (let at = 1; at <= 4; at++) {
      const value = this.#object(parts[at]!);
      if (typeof value === "string") return value;
      values.push(value);
    }
    const [header, parentHeader, metadata, content] = values as [
      JsonObject,
      JsonObject,
      JsonObject,
      JsonObject,
    ];
    if (!isHeader(header)) return "header";
    const buffers = parts.slice(5);
    return { identities, header, rawHeader, parentHeader, metadata, content, buffers };
  }

  #object(frame: Uint8Array): JsonObject | Rejection {
    if (isEmptyObject(frame)) return EMPTY;
    let text: string;
    try {
      text = this.#text.decode(frame);
    } catch {
      return "encoding";
    }
    try {
      const value: unknown = JSON.parse(text);
      return isObject(value) ? value : "json";
    } catch {
      return "json";
    }
  }
}

/** What a `MessageWriter` is given. */
export interface MessageWriterOptions {
  readonly signer: Signer;
  /** Identifies this process in every header. */
  readonly session: string;
  readonly username: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A message to send: everything but its parent. */
export interface Draft {
  readonly type: string;
  /** A value, or its JSON as bytes where that is known beforehand. */
  readonly content: object | Uint8Array;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
  /** Lane that a shell request is for. */
  readonly subshell?: string;
}

/** A message in frames, and the id it was given. */
export interface Written {
  readonly id: string;
  readonly frames: Uint8Array[];
}

/** Writes messages with unique ids, dates and signatures. */
export class MessageWriter {
  readonly #options: MessageWriterOptions;
  readonly #text: TextSlab = new TextSlab();
  readonly #heads: Map<string, string> = new Map();
  readonly #tail: string;
  #count = 0;
  #dateMs = NaN;
  #date = "";

  /** @param options who signs, and as whom */
  constructor(options: MessageWriterOptions) {
    this.#options = options;
    const username = JSON.stringify(options.username);
    const session = JSON.stringify(options.session);
    this.#tail = `"username":${username},"session":${session},"version":"${PROTOCOL_VERSION}"`;
  }

  /**
   * Writes one message.
   *
   * @param identities routing frames, or the topic on iopub
   * @param parent raw header of the message that caused this one; `EMPTY_JSON` when there is none
   * @throws {TypeError} when content or metadata have no JSON form (a cycle, a BigInt)
   */
  write(identities: readonly Uint8Array[], parent: Uint8Array, draft: Draft): Written {
    const { content, metadata, buffers } = draft;
    const id = `${this.#options.session}_${++this.#count}`;
    const signed = [
      this.#text.encode(this.#header(id, draft)),
      parent,
      metadata === undefined ? EMPTY_JSON : this.#text.encode(JSON.stringify(metadata)),
      content instanceof Uint8Array ? content : this.#text.encode(JSON.stringify(content)),
    ];
    const parts = [this.#options.signer.sign(signed), ...signed];
    if (buffers !== undefined) parts.push(...buffers);
    return { id, frames: joinMessage(identities, parts) };
  }

  #header(id: string, { type, subshell }: Draft): string {
    let head = this.#heads.get(type);
    if (head === undefined) {
      head = `,"msg_type":${JSON.stringify(type)},${this.#tail},"date":"`;
      this.#heads.set(type, head);
    }
    const lane = subshell === undefined ? "" : `,"subshell_id":${JSON.stringify(subshell)}`;
    return `{"msg_id":${JSON.stringify(id)}${head}${this.#now()}"${lane}}`;
  }

  #now(): string {
    const ms = Math.floor(this.#options.now());
    if (ms !== this.#dateMs) {
      this.#dateMs = ms;
      this.#date = new Date(ms).toISOString();
    }
    return this.#date;
  }
}

/** `{}` as bytes. */
export const EMPTY_JSON: Uint8Array = new TextEncoder().encode("{}");

const EMPTY: JsonObject = Object.freeze({});

/** Bytes of all frames together. */
export function totalBytes(frames: readonly Uint8Array[]): number {
  let bytes = 0;
  for (const frame of frames) bytes += frame.length;
  return bytes;
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmptyObject(frame: Uint8Array): boolean {
  return frame.length === 2 && frame[0] === 0x7b && frame[1] === 0x7d;
}

function isHeader(value: JsonObject): value is MessageHeader & JsonObject {
  const subshell = value["subshell_id"];
  return typeof value["msg_id"] === "string" && typeof value["msg_type"] === "string" &&
    typeof value["session"] === "string" &&
    (subshell === undefined || subshell === null || typeof subshell === "string");
}
