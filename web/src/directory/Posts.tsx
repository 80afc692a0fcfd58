/* Posts with their terms: who answers for what, from when until when. The right follows the post. */
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Form } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Post } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { CodeSelect, DayInput, OrgTreeSelect, PersonSelect } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { may, useSession } from '../platform/session'
import { useFilters } from '../platform/useFilters'
import { addPost, endPost, posts } from './api'
import { Term } from './Term'
import { POSTS } from './words'

export default function Posts() {
  const session = useSession()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [f, set] = useFilters()
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Post | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: ['posts'] })
  const mayGive = may(session, 'post_edit')
  const end = (p: Post) => mayGive && !p.until_on && <span className="row" style={{ gap: 6 }}><Link className="small" to={`/handovers?post=${p.id}`}>{t('nav.handovers')}</Link><Button size="small" onClick={() => setEnding(p)}>{t('posts.end')}</Button></span>
  const columns: Column<Post>[] = [
    { key: 'person', title: t('field.name'), render: (p) => <Link to={`/people/${p.person_id}`}>{p.person_name}</Link>, className: 'nowrap' },
    { key: 'kind', title: t('posts.kind'), render: (p) => tc('post', p.kind), className: 'nowrap' },
    { key: 'organisation', title: t('field.organisation'), render: (p) => p.organisation_name },
    { key: 'from', title: t('posts.from'), render: (p) => <span className="num">{p.from_on}</span>, className: 'nowrap' },
    { key: 'term', title: t('posts.term_until'), render: (p) => <span className="num">{p.until_on ?? p.term_until}</span>, className: 'nowrap' },
    { key: 'state', title: t('posts.state'), render: (p) => <Term p={p} today={session.today} />, className: 'nowrap' },
    ...(mayGive ? [{ key: 'act', title: t('table.actions'), render: end, className: 'nowrap' }] : []),
  ]
  return (
    <>
      <PageHeader title={t('nav.posts')} sub={t('posts.sub')} actions={mayGive && <Button type="primary" onClick={() => setAdding(true)}>{t('posts.add')}</Button>} />
      <PageTable<Post>
        name="posts" label={t('nav.posts')} query={{ organisation_id: f.organisation_id, as_of: f.as_of }} load={posts} rowKey={(p) => p.id} columns={columns}
        card={(p) => (
          <>
            <div className="item-top"><Link to={`/people/${p.person_id}`}>{p.person_name}</Link><Term p={p} today={session.today} /></div>
            <div className="meta">{p.organisation_name} · {tc('post', p.kind)}</div>
            <div className="item-top"><span className="meta num">{p.from_on} – {p.until_on ?? p.term_until ?? ''}</span>{end(p)}</div>
          </>
        )}
        filters={
          <>
            <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={t('roster.all_organisations')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>
            <span className="row"><label htmlFor="posts-as-of">{t('organisation.as_of')}</label><DayInput id="posts-as-of" style={{ width: 150 }} value={f.as_of ?? session.today} onChange={(as_of) => set({ as_of: as_of === session.today ? '' : as_of })} /></span>
          </>
        }
        empty={{ title: t('posts.empty') }}
      />
      {adding && (
        <FormModal<{ person_id: string; organisation_id: string; kind: string; from_on: string; term_until?: string }>
          title={t('posts.add')} close={() => setAdding(false)} initial={{ organisation_id: f.organisation_id, from_on: session.today, kind: 'branch_secretary' }}
          submit={async (v) => {
            const answer = await addPost(v)
            await refresh()
            answer.notes.forEach((n) => void message.info(tc('org_note', n.code), 6))
          }}>
          <Form.Item name="organisation_id" label={t('field.organisation')} rules={[{ required: true }]}><OrgTreeSelect /></Form.Item>
          <Form.Item name="kind" label={t('posts.kind')} rules={[{ required: true }]}><CodeSelect group="post" codes={POSTS} /></Form.Item>
          <Form.Item name="person_id" label={t('posts.person')} rules={[{ required: true }]}><PersonSelect /></Form.Item>
          <div className="two">
            <Form.Item name="from_on" label={t('posts.from')} rules={[{ required: true }]}><DayInput /></Form.Item>
            <Form.Item name="term_until" label={t('posts.term_until')}><DayInput /></Form.Item>
          </div>
        </FormModal>
      )}
      {ending && (
        <FormModal<{ until_on: string }> title={t('posts.end_title', { name: ending.person_name, post: tc('post', ending.kind) })} ok={t('posts.end')} close={() => setEnding(null)} initial={{ until_on: session.today }}
          submit={async (v) => { await endPost(ending.id, { ...v, version: ending.version }); await refresh() }}>
          <p className="muted" style={{ marginBottom: 12 }}>{t('posts.end_text', { day: day(session.today) })}</p>
          <Form.Item name="until_on" label={t('posts.until')} rules={[{ required: true }]}><DayInput /></Form.Item>
        </FormModal>
      )}
    </>
  )
}
