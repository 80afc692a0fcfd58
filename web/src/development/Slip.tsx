/* The slip of a case: made, printed and ended by the branch or its committee. The code is shown once. */
import { useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { CaseDetail, SlipMade } from '../api'
import { t } from '../i18n'
import { useConfirm } from '../platform/ConfirmAction'
import { day, moment } from '../platform/dates'
import { Failure, Loading, Note } from '../platform/plain'
import { endSlip, makeSlip, slip } from './api'

const Qr = lazy(() => import('../access/Qr'))

function Printed({ c, made }: { c: CaseDetail; made: SlipMade }) {
  const address = new URL('/slip', location.origin)
  return (
    <div className="slip">
      <h3>{t('slip.title')}</h3>
      <div className="slip-row">
        <Suspense fallback={<Loading />}><Qr value={`${address.href}#${made.code}`} label={t('slip.qr')} /></Suspense>
        <div>
          <p>{t('slip.for', { name: c.person.name, branch: c.branch.name })}</p>
          <p className="slip-code" data-testid="slip-code">{made.code}</p>
          <p className="small">{t('slip.how', { address: address.host + address.pathname })}</p>
          <p className="small">{t('slip.until', { day: day(made.expires_on) })}</p>
        </div>
      </div>
      <p className="small muted">{t('slip.keep')}</p>
    </div>
  )
}

export function SlipDialog({ c, close }: { c: CaseDetail; close: () => void }) {
  const ask = useConfirm()
  const q = useQuery({ queryKey: ['slip', c.id], queryFn: () => slip(c.id) })
  const [made, setMade] = useState<SlipMade | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const alive = q.data?.alive === true
  const make = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      setMade(await makeSlip(c.id))
      await q.refetch()
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const renew = (): void => (alive ? ask({ title: t('slip.again_title'), text: t('slip.again_text'), ok: t('slip.again'), run: make }) : void make())
  const end = (): void => ask({ title: t('slip.end_title'), text: t('slip.end_text'), danger: true, ok: t('slip.end'), done: t('slip.ended'), run: async () => { await endSlip(c.id); setMade(null); await q.refetch() } })
  return (
    <Modal open title={t('slip.title')} onCancel={close} destroyOnHidden mask={{ closable: false }} className="slip-modal"
      footer={[
        alive && <Button key="end" danger onClick={end}>{t('slip.end')}</Button>,
        made ? <Button key="print" type="primary" onClick={() => print()}>{t('action.print')}</Button>
          : <Button key="make" type="primary" loading={busy} onClick={renew}>{t(alive ? 'slip.again' : 'slip.make')}</Button>,
      ]}>
      {error !== null && <Failure error={error} />}
      {q.isPending && <Loading />}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {made ? <><Printed c={c} made={made} /><Note kind="warn">{t('slip.once')}</Note></> : q.data && (
        <>
          <p style={{ marginBottom: 12 }}>{t('slip.text')}</p>
          {alive && <Note kind="good">{t('slip.alive', { who: q.data.created_by_name ?? '', when: moment(q.data.created_at ?? ''), day: day(q.data.expires_on) })}</Note>}
        </>
      )}
    </Modal>
  )
}
