/* The roster on paper: every page of the filtered list at once, numbered, with its scope and day. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { PersonRow } from '../api'
import { t, tc, type Key } from '../i18n'
import { day } from '../platform/dates'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import { everything } from '../platform/paging'
import { useSession } from '../platform/session'
import { people } from './api'
import { useScope } from './scope'

const MOST = 2000

/* On a phone's screen the first four; on paper all. */
const columns: { key: Key; className: string; show: (r: PersonRow, i: number) => ReactNode }[] = [
  { key: 'table.number', className: 'num', show: (_, i) => i + 1 },
  { key: 'field.name', className: 'nowrap', show: (r) => r.name },
  { key: 'field.number', className: 'num', show: (r) => r.student_no ?? r.staff_no },
  { key: 'field.stage', className: 'nowrap', show: (r) => tc('stage', r.stage ?? 'none') },
  { key: 'field.sex', className: 'nowrap off-phone', show: (r) => tc('sex', r.sex) },
  { key: 'field.ethnicity', className: 'nowrap off-phone', show: (r) => r.ethnicity },
  { key: 'field.branch', className: 'off-phone', show: (r) => r.branch_name },
  { key: 'field.joined_on', className: 'num nowrap off-phone', show: (r) => r.joined_on },
  { key: 'field.full_on', className: 'num nowrap off-phone', show: (r) => r.full_on },
]

export default function RosterPrint() {
  const session = useSession()
  const scope = useScope()
  const { q: text, organisation_id, stage, class_id, sort } = scope.f
  const query = { q: text, organisation_id, stage, class_id, sort: sort ?? 'name' }
  const q = useQuery({ queryKey: ['people-print', query], queryFn: () => everything((after) => people({ ...query, after, limit: 200 }), MOST), staleTime: 0 })
  const rows = q.data?.items ?? []
  return (
    <>
      <PageHeader title={t('roster.print_title')} back={{ to: `/people${location.search}`, text: t('nav.people') }} actions={rows.length > 0 && <Button type="primary" onClick={() => window.print()}>{t('action.print')}</Button>} />
      {q.isPending && <div className="card"><Loading lines={8} /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {q.data?.cut && <Note kind="warn">{t('roster.print_cut', { n: MOST })}</Note>}
      {q.data && rows.length === 0 && <div className="card"><Empty title={t('roster.empty')}>{t('roster.empty_filtered')}</Empty></div>}
      {rows.length > 0 && (
        <section className="card long">
          <div className="sheet-head">
            <h2>{t('roster.sheet', { organisation: scope.name ?? '' })}</h2>
            <div className="muted">{[stage && tc('stage', stage), t('roster.as_of', { day: day(session.today) }), t('roster.total', { n: rows.length })].filter(Boolean).join(' · ')}</div>
          </div>
          <table className="grid plain ruled">
            <caption className="visually-hidden">{t('roster.sheet', { organisation: scope.name ?? '' })}</caption>
            <thead><tr>{columns.map((c) => <th key={c.key} scope="col" className={c.className}>{t(c.key)}</th>)}</tr></thead>
            <tbody>{rows.map((r, i) => <tr key={r.id}>{columns.map((c) => <td key={c.key} className={c.className}>{c.show(r, i)}</td>)}</tr>)}</tbody>
          </table>
        </section>
      )}
    </>
  )
}
