import type { CasePapers, Page, PaperRow } from '../api'
import { get, post, sendFile, url, type Query } from '../platform/http'

export interface NewPapers { record_id: string; codes: string[]; place?: string; pages?: number; is_copy?: boolean; read?: object; supplement_reason?: string; original_on?: string }

export const casePapers = (id: string) => get<CasePapers>(`/cases/${id}/papers`)
export const addPapers = (id: string, body: NewPapers) => post<{ ids: string[] }>(`/cases/${id}/papers`, body)
export const confirmPaper = (id: string) => post<undefined>(`/papers/${id}/confirm`)
export const withdrawPaper = (id: string, reason: string) => post<undefined>(`/papers/${id}/withdraw`, { reason })
export const putScan = (id: string, file: File, progress: (share: number) => void) => sendFile<undefined>('PUT', `/papers/${id}/scan`, {}, file, progress)
export const scanUrl = (id: string) => url(`/papers/${id}/scan`)
export const paperRows = (query: Query) => get<Page<PaperRow>>('/papers', query)
export const checkPapers = (case_ids: string[]) => post<{ complete_n: number; missing_n: number }>('/papers/checks', { case_ids })
