// SPDX-License-Identifier: Apache-2.0 OR MIT
// The situations in which this protocol fails: those an operator sees at start, and those a client is answered.

import { KernelError } from "../../lib/errors.ts";

/** A request that is not served, with the answer it gets. */
export class RequestRefused extends KernelError {
  /**
   * Makes a refusal.
   *
   * @param status what the client is answered: 400 to 505
   * @param code stable and dotted: `http.host`; the part after the dot is the metrics' `reason`
   * @param headers fields the answer has beyond the usual ones
   */
  constructor(
    readonly status: number,
    code: `http.${string}`,
    message: string,
    hint: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code, message, hint);
  }
}

/** The text of `listen` says no place to listen. */
export function listenInvalid(text: string, problem: string): KernelError {
  return new KernelError(
    "http.listen_invalid",
    `Cannot listen on "${text}": ${problem}`,
    "Write 127.0.0.1:9560, [::1]:9560 or unix:/path/of/socket; port 0 picks a free one",
  );
}

/** Whoever can reach the port could read what the kernel tells of itself. */
export function tokenMissing(listen: string): KernelError {
  return new KernelError(
    "http.token_missing",
    `Cannot listen on "${listen}" without a token: it can be reached from beyond this machine`,
    "Set http.token, or listen on 127.0.0.1 or on a Unix socket",
  );
}

/** A token that goes over a network unencrypted is everybody's on the way. */
export function unencrypted(listen: string): KernelError {
  return new KernelError(
    "http.unencrypted",
    `Cannot listen on "${listen}" without TLS: token and figures would leave this machine unencrypted`,
    "Listen on 127.0.0.1 behind a proxy with TLS, or set http.plaintext to true where the network is trusted",
  );
}

/** A token that no header could bear would lock everybody out. */
export function tokenInvalid(): KernelError {
  return new KernelError(
    "http.token_invalid",
    "Cannot use the token: it is empty, or has spaces or characters beyond ASCII",
    "Use letters and digits: openssl rand -hex 32",
  );
}

/** Another program, or another kernel, has the address. */
export function addressInUse(address: string, cause?: unknown): KernelError {
  return new KernelError(
    "http.address_in_use",
    `Cannot listen on "${address}": address in use`,
    "Stop what listens there, or choose another; port 0 picks a free one",
    cause === undefined ? undefined : { cause },
  );
}

/** What lies at a socket's path is not a socket. */
export function pathTaken(path: string): KernelError {
  return new KernelError(
    "http.path_taken",
    `Cannot listen on "unix:${path}": there is a file that is no socket`,
    "Remove the file, or choose another path",
  );
}

/** The system refuses to listen there. */
export function listenFailed(address: string, cause: unknown): KernelError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new KernelError(
    "http.listen_failed",
    `Cannot listen on "${address}": ${problem}`,
    "Choose an address of this machine, a port of 1024 or more, or a folder that exists and is yours",
    { cause },
  );
}

/** The module is not listening. */
export function notListening(what: string): KernelError {
  return new KernelError(
    "http.not_listening",
    `Cannot ${what}: the protocol is not listening`,
    "Await listen() first",
  );
}

/** The module listens already. */
export function listeningAlready(): KernelError {
  return new KernelError(
    "http.listening",
    "Cannot listen: the protocol listens already",
    "Dispose what listen() returned, or make another protocol",
  );
}

/** The request is not HTTP/1.1 as its specification says. */
export function malformed(problem: string): RequestRefused {
  return new RequestRefused(
    400,
    "http.malformed",
    `Cannot read request: ${problem}`,
    "Send HTTP/1.1 as RFC 9112 says",
  );
}

/** A version that is not spoken here. */
export function versionUnknown(version: string): RequestRefused {
  return new RequestRefused(
    505,
    "http.version",
    `Cannot speak HTTP/${version}: only 1.1 and 1.0`,
    "Send HTTP/1.1",
  );
}

/** A method without meaning here. */
export function methodUnknown(method: string): RequestRefused {
  return new RequestRefused(
    501,
    "http.method_unknown",
    `Cannot perform ${method}: unknown method`,
    "Use GET or HEAD",
  );
}

/** The first line alone is beyond the limit. */
export function targetTooLong(maxBytes: number): RequestRefused {
  return new RequestRefused(
    414,
    "http.target_too_long",
    `Cannot read request: its first line is longer than ${maxBytes} bytes`,
    "Ask for a shorter path",
  );
}

/** The header fields are beyond the limit. */
export function headersTooLarge(limit: string): RequestRefused {
  return new RequestRefused(
    431,
    "http.headers_too_large",
    `Cannot read request: its header has more than ${limit}`,
    "Send fewer and shorter header fields",
  );
}

/** The body is beyond the limit. */
export function bodyTooLarge(bytes: number, maxBytes: number): RequestRefused {
  return new RequestRefused(
    413,
    "http.body_too_large",
    `Cannot take a body of ${bytes} bytes: the limit is ${maxBytes}`,
    "Send no body: nothing here reads one",
  );
}

/** A body whose length is not known beforehand. */
export function lengthRequired(): RequestRefused {
  return new RequestRefused(
    411,
    "http.length_required",
    "Cannot take a body without Content-Length",
    "Send no body: nothing here reads one",
  );
}

/** An `Expect` other than `100-continue`. */
export function expectationFailed(): RequestRefused {
  return new RequestRefused(
    417,
    "http.expectation",
    "Cannot meet what Expect asks for: only 100-continue is known",
    "Leave the field out",
  );
}

/** The client did not send its request in time. */
export function requestLate(limitMs: number): RequestRefused {
  return new RequestRefused(
    408,
    "http.request_late",
    `Cannot wait for the rest of the request: ${limitMs} ms are over`,
    "Send the request at once",
  );
}

/** The kernel did not answer in time. */
export function answerLate(limitMs: number): RequestRefused {
  return new RequestRefused(
    503,
    "http.answer_late",
    `Cannot answer: the kernel said nothing within ${limitMs} ms`,
    "See the kernel's log: llmspell kernel logs",
  );
}

/** All connections are in use. */
export function tooManyConnections(limit: number): RequestRefused {
  return new RequestRefused(
    503,
    "http.connections",
    `Cannot serve: ${limit} connections are open, which is the limit`,
    "Close connections, or raise http.maxConnections",
    { "retry-after": "1" },
  );
}

/** A name of the Host field that is not this machine's: the request may come from a page that rebinds DNS. */
export function hostRefused(host: string): RequestRefused {
  return new RequestRefused(
    421,
    "http.host",
    `Cannot serve host "${host}": not a name of this server`,
    "Use localhost or the address, or add the name to http.allowedHosts",
  );
}

/** The request comes from a page of another site. */
export function originRefused(field: string, value: string): RequestRefused {
  return new RequestRefused(
    403,
    "http.origin",
    `Cannot serve a page of another site: ${field} is "${value}"`,
    "Ask from a program, or open the address itself in the browser",
  );
}

/** The token is missing or wrong. */
export function tokenRefused(problem: "missing" | "wrong"): RequestRefused {
  const challenge = 'Bearer realm="llmspell"';
  return new RequestRefused(
    401,
    "http.token",
    `Cannot serve without the token: it is ${problem}`,
    "Send Authorization: Bearer with the value of http.token",
    {
      "www-authenticate": problem === "missing" ? challenge : `${challenge}, error="invalid_token"`,
    },
  );
}

/** Nothing lies at the path. */
export function pathUnknown(path: string): RequestRefused {
  return new RequestRefused(
    404,
    "http.not_found",
    `Cannot find ${JSON.stringify(path)}: nothing is served there`,
    "GET / lists the paths",
  );
}

/** The path is there, and only to be read. */
export function methodNotAllowed(method: string, path: string): RequestRefused {
  return new RequestRefused(
    405,
    "http.method_not_allowed",
    `Cannot ${method} ${path}: it can only be read`,
    "Use GET or HEAD",
    { allow: "GET, HEAD" },
  );
}

/** A query that asks for what there is not. */
export function formatUnknown(format: string): RequestRefused {
  return new RequestRefused(
    400,
    "http.format",
    `Cannot write format ${JSON.stringify(format)}: only json and text`,
    "Leave format out, or use ?format=text",
  );
}
