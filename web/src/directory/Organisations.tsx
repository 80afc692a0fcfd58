/* The tree of organisations as of any day, and one of them in detail. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Tree } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { Organisation, OrganisationDetail } from '../api'
import { t, tc } from '../i18n'
import { PermissionGate } from '../platform/ConfirmAction'
import { day } from '../platform/dates'
import { DayInput, useOrganisations, useSettled } from '../platform/inputs'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { StageTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { usePhone } from '../platform/usePhone'
import { organisation, organisationEvents } from './api'
import { ChangeDialog, FoundDialog } from './OrganisationDialogs'

interface Node { key: string; title: React.ReactNode; children: Node[] }

function treeOf(items: Organisation[], match: string): { nodes: Node[]; open: string[] } {
  const byId = new Map(items.map((o) => [o.id, o]))
  const keep = new Set<string>()
  const open = new Set<string>()
  for (const o of items) {
    if (match && !o.name.includes(match) && !o.code.toLowerCase().includes(match.toLowerCase())) continue
    keep.add(o.id)
    for (let up = o.parent_id; up && byId.has(up); up = byId.get(up)!.parent_id) {
      keep.add(up)
      open.add(up)
    }
  }
  const nodes = new Map<string, Node>()
  const roots: Node[] = []
  for (const o of items.filter((x) => keep.has(x.id)))
    nodes.set(o.id, { key: o.id, children: [], title: <span className="tree-title"><span>{o.name}</span><span className="n" title={t('organisation.members')}>{o.members}</span></span> })
  for (const o of items) {
    const node = nodes.get(o.id)
    if (node) (nodes.get(o.parent_id ?? '')?.children ?? roots).push(node)
  }
  return { nodes: roots, open: match ? [...open] : roots.map((r) => r.key) }
}

function Counts({ o }: { o: OrganisationDetail }) {
  return (
    <div className="row" style={{ gap: 16 }}>
      {(['full', 'probationary', 'candidate', 'activist', 'applicant'] as const).map((s) => (
        <Link key={s} to={`/people?organisation_id=${o.id}&stage=${s}`} className="row" style={{ gap: 6, color: 'inherit' }}><StageTag stage={s} /><b className="num">{o.counts[s]}</b></Link>
      ))}
    </div>
  )
}

function Events({ id }: { id: string }) {
  const q = useQuery({ queryKey: ['organisation-events', id], queryFn: () => organisationEvents(id) })
  if (!q.data) return q.isError ? <Failure error={q.error} /> : <Loading lines={2} />
  if (q.data.items.length === 0) return <p className="muted">{t('organisation.no_events')}</p>
  return (
    <>
      {q.data.items.map((e) => (
        <div className="event" key={e.id}>
          <span className="when">{e.happened_on}</span>
          <div>
            <b>{tc('event', e.kind)}</b> {[e.name, e.organisation_kind && tc('kind', e.organisation_kind), e.parent_name, e.successor_name && t('organisation.into', { name: e.successor_name })].filter(Boolean).join(' · ')}
            {e.decision && <div className="muted small">{e.decision} {day(e.decided_on)}</div>}
          </div>
        </div>
      ))}
    </>
  )
}

function Detail({ id, close }: { id: string; close?: () => void }) {
  const client = useQueryClient()
  const [dialog, setDialog] = useState<'found' | 'change' | null>(null)
  const q = useQuery({ queryKey: ['organisation', id], queryFn: () => organisation(id) })
  if (q.isPending) return <div className="card"><Loading /></div>
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  const o = q.data
  const done = async (): Promise<void> => {
    await Promise.all([['organisations'], ['organisation'], ['organisation-events']].map((queryKey) => client.invalidateQueries({ queryKey })))
  }
  return (
    <>
      <section className="card" aria-label={o.name}>
        {close && <p><button type="button" className="linklike" onClick={close}>‹ {t('organisation.back_to_tree')}</button></p>}
        <div className="card-head" style={{ marginBottom: 12 }}>
          <div><h2 style={{ fontSize: 17 }}>{o.name}</h2><div className="muted small num">{tc('kind', o.kind)} · {o.code}</div></div>
          <PermissionGate perm="organisation_edit">
            <span className="row"><Button onClick={() => setDialog('change')}>{t('organisation.change')}</Button><Button type="primary" onClick={() => setDialog('found')}>{t('organisation.found_below')}</Button></span>
          </PermissionGate>
        </div>
        {o.closed_on && <Note kind="warn">{t('organisation.closed', { day: day(o.closed_on) })}</Note>}
        {o.notes.map((n) => <Note key={n.code} kind="info">{tc('org_note', n.code)}</Note>)}
        <Counts o={o} />
        <dl className="facts" style={{ marginTop: 14 }}>
          <dt>{t('organisation.secretary')}</dt><dd>{o.secretary ? <Link to={`/people/${o.secretary.person_id}`}>{o.secretary.name}</Link> : <span className="late">{t('organisation.no_secretary')}</span>}</dd>
          {o.founded_on && <><dt>{t('organisation.founded_on')}</dt><dd>{day(o.founded_on)}</dd></>}
          {o.telephone && <><dt>{t('organisation.telephone')}</dt><dd className="num">{o.telephone}</dd></>}
          {o.children_by_kind.length > 0 && <><dt>{t('organisation.children')}</dt><dd>{o.children_by_kind.map((k) => t('organisation.kind_count', { kind: tc('kind', k.kind), n: k.n })).join(t('punctuation.list'))}</dd></>}
        </dl>
        <p style={{ marginTop: 14 }} className="row">
          <Link to={`/people?organisation_id=${o.id}`}>{t('organisation.to_roster')}</Link>
          <Link to={`/cases?organisation_id=${o.id}`}>{t('organisation.to_cases')}</Link>
          <Link to={`/organisations/goals?organisation_id=${o.id}`}>{t('goals.title')}</Link>
        </p>
      </section>
      <section className="card"><h2>{t('organisation.events')}</h2><Events id={id} /></section>
      {dialog === 'found' && <FoundDialog parent={o} done={done} close={() => setDialog(null)} />}
      {dialog === 'change' && <ChangeDialog o={o} done={done} close={() => setDialog(null)} />}
    </>
  )
}

function TreeBox({ items, selected, select }: { items: Organisation[]; selected?: string; select: (id: string) => void }) {
  const [typed, setTyped] = useState('')
  const match = useSettled(typed.trim())
  const { nodes, open } = useMemo(() => treeOf(items, match), [items, match])
  const [expanded, setExpanded] = useState<{ for: string; keys: React.Key[] }>({ for: '', keys: [] })
  const keys = expanded.for === match && expanded.keys.length > 0 ? expanded.keys : open
  return (
    <section className="card" aria-label={t('nav.organisations')}>
      <Input type="search" allowClear aria-label={t('organisation.search')} placeholder={t('organisation.search')} value={typed} onChange={(e) => setTyped(e.target.value)} style={{ marginBottom: 10 }} />
      {nodes.length === 0 ? <Empty title={t('organisation.no_hit')} /> : (
        <Tree blockNode treeData={nodes} virtual={false} expandedKeys={keys} onExpand={(k) => setExpanded({ for: match, keys: k.length ? k : ['-'] })}
          selectedKeys={selected ? [selected] : []} onSelect={(k) => k[0] !== undefined && select(String(k[0]))} />
      )}
      <p className="muted small" style={{ marginTop: 8 }}>{t('organisation.tree_note')}</p>
    </section>
  )
}

export default function Organisations() {
  const session = useSession()
  const phone = usePhone()
  const [f, set] = useFilters()
  const q = useOrganisations(f.as_of)
  const items = q.data?.items ?? []
  const id = f.id ?? (phone ? undefined : items[0]?.id)
  const select = (next: string): void => set({ id: next })
  return (
    <>
      <PageHeader title={t('nav.organisations')} sub={q.data ? t('organisation.total', { n: items.length, day: day(f.as_of ?? session.today) }) : undefined} actions={
        <>
          <span className="row"><label htmlFor="as-of">{t('organisation.as_of')}</label><DayInput id="as-of" style={{ width: 150 }} value={f.as_of ?? session.today} onChange={(v) => set({ as_of: v === session.today ? '' : v })} /></span>
          <Link to="/organisations/changes"><Button tabIndex={-1}>{t('changes.title')}</Button></Link>
          <Link to="/organisations/goals"><Button tabIndex={-1}>{t('goals.title')}</Button></Link>
        </>
      } />
      {q.isPending && <div className="card"><Loading lines={8} /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {q.data && items.length === 0 && <div className="card"><Empty title={t('organisation.none')} /></div>}
      {items.length > 0 && (phone
        ? id ? <Detail id={id} close={() => set({ id: '' })} /> : <TreeBox items={items} select={select} />
        : <div className="columns left"><TreeBox items={items} selected={id} select={select} /><div>{id && <Detail id={id} />}</div></div>)}
    </>
  )
}
