// SPDX-License-Identifier: Apache-2.0 OR MIT

/** `State`: values that sessions share, of whatever language they are. */
export const preludeState = String.raw`
const stateText = (fn, argument, value) => {
  if (typeof value === "string") return value;
  throw new SafeTypeError("State." + fn + ": the " + argument + " is not a text but " + kindText(value));
};
const kindText = (value) => value === null ? "null" : value === undefined ? "undefined" : "a " + (isObject(value) && isProxy(value) ? "proxy" : typeof value);
/** Calls the host and waits; the last argument is a value that goes as JSON. */
const stateCall = (name, texts, value) => {
  let list = "[";
  for (let i = 0; i < texts.length; i++) list += (i > 0 ? "," : "") + stringify(texts[i]);
  return answered(host.callNow(name, list + (value === undefined ? "]" : "," + value + "]")));
};
const stateJson = (value) => {
  const tree = plain(value, 0, true);
  return tree === undefined ? noJson("undefined") : stringify(tree);
};
const State = {
  save(scope, key, value) {
    const texts = [stateText("save", "scope", scope), stateText("save", "key", key)];
    let json;
    try {
      json = stateJson(value);
    } catch (error) {
      throw new SafeTypeError("State.save: " + dataOf(error, "message"));
    }
    stateCall("state.save", texts, json);
  },
  load(scope, key) {
    return stateCall("state.load", [stateText("load", "scope", scope), stateText("load", "key", key)]) ?? null;
  },
  delete(scope, key) {
    return stateCall("state.delete", [stateText("delete", "scope", scope), stateText("delete", "key", key)]) === true;
  },
  listKeys(scope) {
    return stateCall("state.list_keys", [stateText("listKeys", "scope", scope)]);
  },
  list_keys(scope) {
    return stateCall("state.list_keys", [stateText("list_keys", "scope", scope)]);
  },
};
define("State", State);
`;
