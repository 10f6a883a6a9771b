import { invoiceId } from "../../../invoice/invoice.ts";
import type { UndoLaw } from "../../../invoice/law.ts";
import { refuse } from "../../../invoice/problems.ts";
import type { Shop } from "../../shop.ts";
import { assertStanding } from "./standing.ts";
import { type Undone, type UndoRequest, undoInvoice } from "./undo-invoice.ts";

/** Cancels an invoice (作廢): the sale is undone, the number stays used. Once the period is filed only with the tax office's approval. */
export function cancelInvoice(shop: Shop, request: UndoRequest): Promise<Undone> {
  return undoInvoice(shop, request, {
    act: "cancel",
    assertAllowed(view, atSeconds) {
      assertStanding(view);
      const filed = shop.law.undo.stage(view.stored.row.issuedAt, atSeconds) === "filed";
      assertApproved(shop.law.undo, request, { filed, id: invoiceId(view.stored.record) });
    },
  });
}

function assertApproved(
  undo: UndoLaw,
  { approvalNumber }: UndoRequest,
  { filed, id }: { readonly filed: boolean; readonly id: string },
): void {
  if (approvalNumber === undefined ? !filed : undo.isApproval(approvalNumber)) return;
  const message =
    approvalNumber === undefined
      ? `The period of invoice ${id} is filed; cancelling it needs the tax office's approval.`
      : `"${approvalNumber}" is no approval number of the tax office.`;
  throw refuse("period-filed", message, {
    faults: [{ path: "approvalNumber", code: approvalNumber === undefined ? "required" : "approval-number", message }],
    hint: "Give the 專案作廢核准文號 as approvalNumber, or give the money back with an allowance.",
  });
}
