import type { ImportBatch, ImportListRow, ImportRow, Page } from '../api'
import { get, patch, post, upload, type Query } from '../platform/http'

export const imports = (query: Query) => get<Page<ImportListRow>>('/imports', query)
export const batch = (id: string) => get<ImportBatch>(`/imports/${id}`)
export const batchRows = (id: string, query: Query) => get<Page<ImportRow>>(`/imports/${id}/rows`, query)
export const setMapping = (id: string, body: { sheet: number; column: string; field: string | null }) => patch<unknown>(`/imports/${id}/mapping`, body)
export const confirm = (id: string) => post<unknown>(`/imports/${id}/confirm`)
export const cancel = (id: string) => post<unknown>(`/imports/${id}/cancel`)
export const undo = (id: string) => post<unknown>(`/imports/${id}/undo`)
export const send = (kind: string, organisation_id: string | undefined, file: File, progress: (share: number) => void) =>
  upload<{ id: string }>('/imports', { kind, organisation_id }, file, progress)
