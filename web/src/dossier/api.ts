import type { Dossier, DossierRow, DossierSheet, Page } from '../api'
import { get, type Query } from '../platform/http'

export const dossier = (caseId: string) => get<Dossier>(`/cases/${caseId}/dossier`)
export const dossiers = (query: Query) => get<Page<DossierRow>>('/dossiers', query)
export const dossierSheet = (query: Query) => get<DossierSheet>('/dossiers/findings', query)
