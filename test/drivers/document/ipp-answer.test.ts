import fc from "fast-check";
import ipp from "ipp";
import { expect, test } from "vitest";
import { readIpp } from "../../../src/drivers/document/ipp-answer.ts";

const message = ipp.serialize({
  version: "1.1",
  operation: "Get-Job-Attributes",
  id: 7,
  "operation-attributes-tag": {
    "attributes-charset": "utf-8",
    "attributes-natural-language": "en",
    "printer-uri": "ipp://office/ipp/print",
    "job-id": 42,
    "requested-attributes": ["job-state", "job-state-reasons"],
  },
});

test("attributes are read with all their values", () => {
  const { attributes } = readIpp(message);
  expect(attributes.get("job-id")).toEqual([42]);
  expect(attributes.get("requested-attributes")).toEqual(["job-state", "job-state-reasons"]);
});

test("an answer cut off anywhere is refused", () => {
  for (let length = 0; length < message.length; length++) expect(() => readIpp(message.subarray(0, length))).toThrow();
});

test("a length that would lead back, and go round for ever, is refused", () => {
  const bad = Buffer.concat([Buffer.from("0101000000000001", "hex"), Buffer.from("0147fff800", "hex"), Buffer.alloc(16)]);
  expect(() => readIpp(bad)).toThrow("cut off");
});

test("whatever comes, reading ends", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      try {
        readIpp(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    { numRuns: 2000 },
  );
});
