import type { CaseDocuments, DocumentTemplates, YearDocuments } from '../api'
import { del, fetchFile, get, sendFile } from '../platform/http'

export type Format = 'pdf' | 'docx'
export interface Batch { step?: string; happened_on?: string; year?: number }

export const caseDocuments = (id: string) => get<CaseDocuments>(`/cases/${id}/documents`)
export const fetchCaseDocument = (id: string, code: string, format: Format, record_id?: string) => fetchFile(`/cases/${id}/documents/${code}`, { format, record_id }, `${code}.${format}`)
export const yearDocuments = (id: string, year: number) => get<YearDocuments>(`/organisations/${id}/documents`, { year })
export const fetchBatch = (id: string, code: string, format: Format, batch: Batch) => fetchFile(`/organisations/${id}/documents/${code}`, { format, ...batch }, `${code}.${format}`)
export const templates = () => get<DocumentTemplates>('/document-templates')
export const fetchTemplate = (code: string) => fetchFile(`/document-templates/${code}`, {}, `${code}.docx`)
export const putTemplate = (code: string, file: File, progress: (share: number) => void) => sendFile<undefined>('PUT', `/document-templates/${code}`, {}, file, progress)
export const endTemplate = (code: string) => del<undefined>(`/document-templates/${code}`)
