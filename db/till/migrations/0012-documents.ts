/** Finds what was printed of an invoice on system printers, and what became of it, without walking the journal. Sales do not touch these. */
export const documents = `
CREATE INDEX journal_documents ON journal (json_extract(doc, '$.invoice')) WHERE kind = 'document-print';
CREATE INDEX journal_document_ends ON journal (json_extract(doc, '$.job')) WHERE kind = 'document-print-end';
`;
