import type { MiddlewareHandler } from "hono";
import { LosslessNumber, parse } from "lossless-json";
import { takesFile } from "./file-body.ts";
import { refuse } from "./problems.ts";

/**
 * Reads JSON bodies without losing a digit: a whole number that JavaScript holds exactly is a number, any other keeps its
 * text. Duplicate keys are refused, because two readers could take two different sales out of them.
 */
export const losslessJson: MiddlewareHandler = async (c, next) => {
  if (c.req.method === "POST" && !takesFile(c.req.method, c.req.path)) {
    const value = readJson(readUtf8(await c.req.arrayBuffer()));
    c.req.json = async <T>() => value as T;
  }
  await next();
};

/** Text in another encoding would become an invoice full of replacement marks, so it is refused. */
function readUtf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw refuse("body-not-json", "The body is not UTF-8.", {
      hint: "Send UTF-8; Big5 and GB18030 are not read here.",
      cause: error,
    });
  }
}

function readJson(text: string): unknown {
  try {
    return parse(text === "" ? "{}" : text, null, exactNumber);
  } catch (error) {
    const reason = error instanceof RangeError ? "it is nested too deeply" : (error as Error).message;
    throw refuse("body-not-json", `The body is not JSON: ${reason}.`, {
      hint: "Send UTF-8 JSON. NaN and Infinity are not JSON; exact decimals may be strings.",
      cause: error,
    });
  }
}

function exactNumber(text: string): number | LosslessNumber {
  const value = Number(text);
  return Number.isSafeInteger(value) && /^-?\d+$/.test(text) ? value : new LosslessNumber(text);
}
