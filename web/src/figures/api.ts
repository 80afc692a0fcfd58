import type { Page, ProcedureRow, YearFigures } from '../api'
import { get, type Query } from '../platform/http'

export const procedureRows = (id: string, query: Query) => get<Page<ProcedureRow>>(`/organisations/${id}/procedures`, query)
export const yearFigures = (id: string, year: number) => get<YearFigures>(`/organisations/${id}/figures`, { year: String(year) })
