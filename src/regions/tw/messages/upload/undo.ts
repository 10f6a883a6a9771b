import type { Fault } from "../../../../base/problem.ts";
import type { UndoRecord } from "../../../../invoice/record.ts";
import * as format from "../form/formats.ts";
import { messageKind } from "../form/message-kind.ts";
import { may, must } from "../form/shape.ts";
import { dateOf, futureFaults, orderFaults, timeOf } from "./moment.ts";
import { buyerId } from "./role.ts";

const cancelShape = {
  CancelInvoiceNumber: must(format.invoiceNumber),
  InvoiceDate: must(format.date),
  BuyerId: must(format.businessId),
  SellerId: must(format.businessId),
  CancelDate: must(format.date),
  CancelTime: must(format.time),
  CancelReason: must(format.collapsedText(1, 20)),
  ReturnTaxDocumentNumber: may(format.text(0, 60)),
  Remark: may(format.collapsedText(0, 200)),
  Reserved1: may(format.text(0, 20)),
  Reserved2: may(format.text(0, 100)),
};

const withdrawShape = {
  VoidInvoiceNumber: must(format.invoiceNumber),
  InvoiceDate: must(format.date),
  BuyerId: must(format.businessId),
  SellerId: must(format.businessId),
  VoidDate: must(format.date),
  VoidTime: must(format.time),
  VoidReason: must(format.collapsedText(1, 20)),
  Remark: may(format.collapsedText(0, 200)),
  Reserved1: may(format.text(0, 20)),
  Reserved2: may(format.text(0, 100)),
};

/** F0501 作廢 (MIG 4.1; spec/taiwan.md 5.3): the sale is undone, its number stays used. */
export const cancelMessage = messageKind<typeof cancelShape, UndoRecord>({
  name: "F0501",
  root: "CancelInvoice",
  shape: cancelShape,
  content(record) {
    if (record.act !== "cancel") throw new Error(`F0501 cannot say ${record.act}`);
    return {
      CancelInvoiceNumber: record.number,
      ...parties(record),
      CancelDate: dateOf(record.undoneAt),
      CancelTime: timeOf(record.undoneAt),
      CancelReason: record.reason,
      ReturnTaxDocumentNumber: record.approvalNumber || undefined,
    };
  },
  faults: (_content, record, atSeconds) => undoFaults(record, atSeconds, "CancelDate"),
});

/** F0701 註銷 (MIG 4.1; spec/taiwan.md 5.3): the message is taken back, so that the same number can be sent again. */
export const withdrawMessage = messageKind<typeof withdrawShape, UndoRecord>({
  name: "F0701",
  root: "VoidInvoice",
  shape: withdrawShape,
  content(record) {
    if (record.act !== "withdraw") throw new Error(`F0701 cannot say ${record.act}`);
    return {
      VoidInvoiceNumber: record.number,
      ...parties(record),
      VoidDate: dateOf(record.undoneAt),
      VoidTime: timeOf(record.undoneAt),
      VoidReason: record.reason,
    };
  },
  faults: (_content, record, atSeconds) => undoFaults(record, atSeconds, "VoidDate"),
});

/** As the invoice itself had them. */
function parties({ issuedAt, buyer, seller }: UndoRecord) {
  return { InvoiceDate: dateOf(issuedAt), BuyerId: buyerId(buyer), SellerId: seller.businessId };
}

function undoFaults({ issuedAt, undoneAt }: UndoRecord, atSeconds: number, path: string): Fault[] {
  return [...orderFaults(issuedAt, undoneAt, path), ...futureFaults(undoneAt, atSeconds, path)];
}
