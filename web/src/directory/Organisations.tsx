/* The tree of organisations as of any day, and one of them in detail. */
import { Button, Input, Tree } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { Organisation } from '../api'
import { t } from '../i18n'
import { day } from '../platform/dates'
import { DayInput, useOrganisations, useSettled } from '../platform/inputs'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { useFilters } from '../platform/useFilters'
import { usePhone } from '../platform/usePhone'
import { Detail } from './Organisation'

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
  const only = items.length === 1 ? items[0]!.id : undefined
  const id = f.id ?? only ?? (phone ? undefined : items[0]?.id)
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
      {items.length > 0 && (only && id ? <Detail id={id} /> : phone
        ? id ? <Detail id={id} close={() => set({ id: '' })} /> : <TreeBox items={items} select={select} />
        : <div className="columns left"><TreeBox items={items} selected={id} select={select} /><div>{id && <Detail id={id} />}</div></div>)}
    </>
  )
}
