/*
 * The organiser's evening: dossiers in which something was found, one after the other by keyboard;
 * each with its two papers side by side and the way to the repair.
 */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useCallback, useEffect, useRef } from 'react'
import { Link, useNavigate } from 'react-router'
import type { DossierRow } from '../api'
import { STAGES } from '../directory/words'
import { t, tc, tr } from '../i18n'
import { CodeSelect, OrgTreeSelect } from '../platform/inputs'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import { may, useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { usePhone } from '../platform/usePhone'
import { dossier, dossiers } from './api'
import { FoundList, PapersNote } from './Found'

const SEVERITIES = ['contradiction', 'warning'] as const
const STATES = ['open', 'closed'] as const
/* What a committee decides next: read before it meets. */
const NEXT = ['candidate_agree', 'pre_review', 'approval', 'convert_approval'] as const

function Counts({ r }: { r: { contradictions: number; warnings: number } }) {
  return (
    <span className="nowrap">
      {r.contradictions > 0 && <StateTag kind="bad">{t('dossier.contradictions_n', { n: r.contradictions })}</StateTag>}{' '}
      {r.warnings > 0 && <StateTag kind="warn">{t('dossier.warnings_n', { n: r.warnings })}</StateTag>}
    </span>
  )
}

function Row({ r, chosen, choose }: { r: DossierRow; chosen: boolean; choose: () => void }) {
  const box = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (chosen) box.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <li>
      <button ref={box} type="button" className={chosen ? 'item dossier-row on' : 'item dossier-row'} aria-current={chosen ? 'true' : undefined} onClick={choose}>
        <span className="item-top"><b>{r.person_name}</b><Counts r={r} /></span>
        <span className="meta">{r.branch_name} · {tc('stage', r.stage)}</span>
        {r.findings[0] && <span className="meta">{tr(r.findings[0].message)}</span>}
      </button>
    </li>
  )
}

interface Turn { at: number; total: number; previous: () => void; next: () => void }

/* One dossier, read with its findings afresh: after a repair the finding is gone. */
function Panel({ id, turn, back }: { id: string; turn: Turn; back?: () => void }) {
  const q = useQuery({ queryKey: ['dossier', id], queryFn: () => dossier(id), staleTime: 0 })
  const d = q.data
  return (
    <section className="card long" aria-label={t('dossier.title')} aria-busy={q.isFetching}>
      {back && <Button type="link" style={{ paddingLeft: 0 }} onClick={back}>‹ {t('dossiers.to_list')}</Button>}
      {q.isPending && <Loading lines={6} />}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {d && (
        <>
          <div className="card-head"><h2>{d.person_name}</h2><Counts r={d} /></div>
          <p className="muted">{[d.branch_name, d.papers_n > 0 && t('dossier.papers_n', { n: d.papers_n })].filter(Boolean).join(' · ')}</p>
          {d.findings.length === 0 ? <Note kind="good">{t('dossier.none')}</Note> : <FoundList caseId={d.case_id} items={d.findings} more={d.more} />}
          <PapersNote d={d} />
        </>
      )}
      <div className="foot-line no-print">
        <span className="num">{turn.at >= 0 && t('dossiers.at', { n: turn.at + 1, total: turn.total })}</span>
        <span className="row">
          <Button onClick={turn.previous}>{t('dossiers.previous')}</Button>
          <Button onClick={turn.next}>{t('dossiers.next')}</Button>
          <Link className="ant-btn-link" to={`/cases/${id}`}>{t('dossiers.open')}</Link>
        </span>
      </div>
    </section>
  )
}

/* Letters only while nothing is being typed or chosen. */
function useKeys(keys: Record<string, () => void>): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const pressed = (e: KeyboardEvent): void => {
      const at = e.target as HTMLElement
      if (e.ctrlKey || e.altKey || e.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName) || at.isContentEditable) return
      const run = latest.current[e.key.toLowerCase()]
      if (!run) return
      e.preventDefault()
      run()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
}

function useRows(query: Record<string, string | undefined>) {
  const q = useInfiniteQuery({
    queryKey: ['dossiers', query], initialPageParam: undefined as string | undefined, staleTime: 0, placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => dossiers({ ...query, after: pageParam }), getNextPageParam: (last) => last.next ?? undefined,
  })
  return { q, rows: q.data?.pages.flatMap((p) => p.items) ?? [], total: q.data?.pages[0]?.total ?? 0 }
}

/* The turn from one dossier to the next; where a mended one has left the list, its place is kept. */
function useTurn(rows: DossierRow[], total: number, chosen: string | undefined, choose: (id: string) => void, more: (() => Promise<DossierRow[]>) | null): Turn {
  const place = useRef(0)
  const found = rows.findIndex((r) => r.case_id === chosen)
  if (found >= 0) place.current = found
  const go = useCallback(async (to: number) => {
    const all = to >= rows.length && more ? await more() : rows
    const row = all[Math.max(0, Math.min(to, all.length - 1))]
    if (row) choose(row.case_id)
  }, [rows, more, choose])
  const next = found >= 0 ? found + 1 : place.current
  return { at: found, total, previous: () => void go(found >= 0 ? found - 1 : place.current - 1), next: () => void go(next) }
}

export default function Dossiers() {
  const session = useSession()
  const phone = usePhone()
  const navigate = useNavigate()
  const [f, set] = useFilters({ state: 'open' })
  const query = { organisation_id: f.organisation_id, severity: f.severity, state: f.state, stage: f.stage, next_step: f.next_step, rule: f.rule }
  const { q, rows, total } = useRows(query)
  const choose = useCallback((id: string) => set({ case: id }), [set])
  const more = q.hasNextPage ? async () => (await q.fetchNextPage()).data?.pages.flatMap((p) => p.items) ?? rows : null
  const chosen = f.case ?? (phone ? undefined : rows[0]?.case_id)
  const turn = useTurn(rows, total, chosen, choose, more)
  useKeys({ j: turn.next, k: turn.previous, o: () => chosen && void navigate(`/cases/${chosen}`) })
  const list = q.isPending ? <div style={{ padding: 16 }}><Loading lines={6} /></div>
    : q.isError ? <div style={{ padding: 16 }}><Failure error={q.error} retry={() => void q.refetch()} /></div>
    : rows.length === 0 ? <Empty title={t('dossiers.empty')}>{t('dossiers.empty_text')}</Empty>
    : <ol className="cards dossier-rows">{rows.map((r) => <Row key={r.case_id} r={r} chosen={r.case_id === chosen} choose={() => choose(r.case_id)} />)}</ol>
  return (
    <>
      <PageHeader title={t(may(session, 'case_superior') ? 'dossiers.title' : 'nav.dossiers')} sub={phone ? t('dossiers.sub') : t('dossiers.sub_keys')} actions={
        <Link className="btn" to={`/dossiers/print${f.organisation_id ? `?organisation_id=${f.organisation_id}` : ''}`}>{t('dossiers.print')}</Link>
      } />
      <div className={phone ? '' : 'columns left'}>
        {!(phone && chosen) && (
          <section className="list-box" aria-label={t('nav.dossiers')} aria-busy={q.isFetching}>
            <div className="filters" role="search">
              <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={t('roster.all_organisations')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v, case: null })} /></div>
              <CodeSelect aria-label={t('dossiers.severity')} group="severity" codes={SEVERITIES} all={t('dossiers.all_severities')} value={f.severity} onChange={(v) => set({ severity: v, case: null })} />
              <CodeSelect aria-label={t('field.stage')} group="stage" codes={STAGES} all={t('roster.all_stages')} value={f.stage} onChange={(v) => set({ stage: v, case: null })} />
              <CodeSelect aria-label={t('cases.next')} group="before" codes={NEXT} all={t('dossiers.any_next')} value={f.next_step} onChange={(v) => set({ next_step: v, case: null })} />
              <CodeSelect aria-label={t('case.state')} group="dossier_state" codes={STATES} value={f.state} onChange={(v) => set({ state: v, case: null })} />
            </div>
            {list}
            {rows.length > 0 && <div className="foot-line"><span className="num">{t('dossiers.total', { n: total })}</span>{q.hasNextPage && <Button loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t('dossiers.more')}</Button>}</div>}
          </section>
        )}
        {chosen && <Panel id={chosen} turn={turn} back={phone ? () => set({ case: null }) : undefined} />}
      </div>
    </>
  )
}
