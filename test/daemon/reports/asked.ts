import type { ClosingAnswer, DayReportAnswer, PeriodReportAnswer } from "../../../src/daemon/http/schema/report.ts";
import type { TestTill } from "../../till/a-till.ts";
import { answer } from "../operations/undo/acts.ts";

export function dayOf(till: TestTill, query: Record<string, string> = {}): Promise<DayReportAnswer> {
  return answer(till.get(`/v1/reports/day?${new URLSearchParams(query)}`));
}

export function periodOf(till: TestTill, query: Record<string, string> = {}): Promise<PeriodReportAnswer> {
  return answer(till.get(`/v1/reports/period?${new URLSearchParams(query)}`));
}

export function close(till: TestTill, body: object = {}, headers: Record<string, string> = {}): Promise<ClosingAnswer> {
  return answer(till.post("/v1/reports/day/close", body, headers), 201);
}
