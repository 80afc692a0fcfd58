import type { HeardObjection, Notice, NoticeReady, NoticeRow, Page, PublicNotice, ScanReport } from '../api'
import { get, post, upload, type Query } from '../platform/http'

export interface NewNotice { organisation_id: string; kind: string; posted_on: string; days?: number; places: string; contact: string; reason?: string; case_ids: string[] }
export interface NewObjection { position?: number; text: string; name?: string; contact?: string }

export const notices = (query: Query) => get<Page<NoticeRow>>('/notices', query)
export const readyFor = (organisation_id: string, kind: string) => get<Page<NoticeReady>>('/notices/ready', { organisation_id, kind })
export const notice = (id: string) => get<Notice>(`/notices/${id}`)
export const previewNotice = (body: NewNotice) => post<Notice>('/notices/preview', body)
export const postNotice = (body: NewNotice) => post<Notice>('/notices', body)
export const withdrawNotice = (id: string, reason: string, version: number) => post<Notice>(`/notices/${id}/withdraw`, { reason, version })
export const receiveObjection = (id: string, body: NewObjection) => post<Notice>(`/notices/${id}/objections`, body)
export const answerObjection = (id: string, objection: string, body: { outcome: string; answer: string; version: number }) => post<Notice>(`/notices/${id}/objections/${objection}/answer`, body)
export const scanFile = (file: File, progress: (share: number) => void) => upload<ScanReport>('/notices/scan', {}, file, progress)

export const publicNotice = (code: string) => get<PublicNotice>(`/public-notices/${encodeURIComponent(code)}`)
export const object = (code: string, body: NewObjection) => post<{ receipt: string }>(`/public-notices/${encodeURIComponent(code)}/objections`, body)
export const heardOf = (receipt: string) => post<HeardObjection>('/notice-receipts', { receipt })
