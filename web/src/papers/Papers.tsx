/* Whose file is complete, and what is missing by name; several are checked at once. */
import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { PaperRow } from '../api'
import { t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { errorText } from '../platform/http'
import { OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { PageTable, type Column } from '../platform/PageTable'
import { PageHeader } from '../platform/plain'
import { may, useSession } from '../platform/session'
import { StageTag, StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { checkPapers, paperRows } from './api'
import '../platform/lists.css'

function Missing({ r }: { r: PaperRow }) {
  if (r.needed_n === 0) return <span className="muted">{t('papers.none_needed')}</span>
  if (r.missing_n === 0) return <StateTag kind="good">{t('papers.whole')}</StateTag>
  const names = r.missing.map((m) => tr(m))
  return (
    <div>
      <StateTag kind="warn">{t('papers.lacks', { n: r.missing_n })}</StateTag>{' '}
      <span className="small">{names.slice(0, 3).join(t('papers.comma'))}</span>
      {names.length > 3 && <details className="why-not"><summary className="small linklike">{t('papers.all_names')}</summary><div className="small">{names.slice(3).join(t('papers.comma'))}</div></details>}
    </div>
  )
}

const checked = (r: PaperRow): string => (r.checked_on ? t('papers.row_checked', { day: day(r.checked_on), who: r.checked_by_name ?? '' }) : t('papers.never_checked'))

export default function Papers() {
  const session = useSession()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [f, set] = useFilters()
  const [picked, setPicked] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  const own = session.rights.find((r) => r.perms.includes('case_read'))?.organisation_id
  const keeps = may(session, 'case_branch') || may(session, 'case_superior')
  const check = async (): Promise<void> => {
    setBusy(true)
    try {
      const r = await checkPapers(picked)
      void message.success(t('papers.checked_n', { complete: r.complete_n, missing: r.missing_n }))
      setPicked([])
      await client.invalidateQueries({ queryKey: ['paper-rows'] })
    } catch (e) {
      void message.error(errorText(e))
    } finally {
      setBusy(false)
    }
  }
  const columns: Column<PaperRow>[] = [
    { key: 'name', title: t('field.name'), render: (r) => <Link to={`/cases/${r.case_id}/papers`}>{r.person_name}</Link>, className: 'nowrap' },
    { key: 'stage', title: t('field.stage'), render: (r) => <StageTag stage={r.stage} />, className: 'nowrap' },
    { key: 'branch', title: t('field.branch'), render: (r) => r.branch_name },
    { key: 'missing', title: t('papers.state'), render: (r) => <Missing r={r} /> },
    { key: 'checked', title: t('papers.last_check'), render: (r) => <span className="small">{checked(r)}</span> },
  ]
  return (
    <>
      <PageHeader title={t('nav.papers')} sub={t('papers.sub')} />
      <PageTable<PaperRow>
        name="paper-rows" label={t('nav.papers')} query={{ organisation_id: f.organisation_id ?? own, missing: f.show === 'missing' ? 'true' : undefined, closed: f.show === 'all' ? 'true' : undefined }} load={paperRows} rowKey={(r) => r.case_id} columns={columns}
        card={(r) => <><div className="item-top"><Link to={`/cases/${r.case_id}/papers`}>{r.person_name}</Link><StageTag stage={r.stage} /></div><Missing r={r} /><div className="meta">{checked(r)}</div></>}
        filters={<>
          <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} value={f.organisation_id ?? own} onChange={(v) => set({ organisation_id: v })} /></div>
          <PlainSelect aria-label={t('papers.show')} value={f.show ?? 'open'} onChange={(v) => set({ show: v === 'open' ? undefined : v })} options={(['open', 'missing', 'all'] as const).map((v) => ({ value: v, label: tc('papers_show', v) }))} />
        </>}
        selected={keeps ? picked : undefined} onSelect={keeps ? (keys) => setPicked(keys) : undefined} selectLabel={(r) => t('table.select_one', { name: r.person_name })}
        selectedActions={<Button type="primary" size="small" loading={busy} onClick={() => void check()}>{t('papers.check')}</Button>}
        empty={{ title: t('papers.list_empty'), text: t('papers.list_empty_text') }}
      />
    </>
  )
}
