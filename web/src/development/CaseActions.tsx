/* What ends or moves a dossier, and the slip for its person: the menu; its dialogs load when they are asked for. */
import { lazy, Suspense, useState } from 'react'
import type { CaseDetail } from '../api'
import { t, tr } from '../i18n'
import { PermissionGate } from '../platform/ConfirmAction'
import { Menu } from '../platform/Menu'

const CaseDialog = lazy(() => import('./CaseDialogs'))

const CANCEL = 'convert_vote'

export default function CaseActions({ c, done }: { c: CaseDetail; done: () => Promise<unknown> }) {
  const [dialog, setDialog] = useState<string | null>(null)
  const exits = c.exits.filter((e) => e.may_record)
  /* The assembly may cancel probation at any time, without the request that the line waits for. */
  const cancels = c.stage === 'probationary' && !c.next.some((n) => n.step === CANCEL) && c.steps.some((s) => s.code === CANCEL && s.may_record && s.state !== 'done')
  return (
    <PermissionGate perm="case_read">
      {c.state === 'open' && (
        <Menu text={t('case.more')} actions={[{ key: 'slip', label: t('slip.menu'), run: () => setDialog('slip') }, { key: 'transfer', label: t('case.transfer'), run: () => setDialog('transfer') }, ...(cancels ? [{ key: CANCEL, label: t('case.cancel_probation'), run: () => setDialog(CANCEL) }] : []), ...exits.map((e) => ({ key: e.code, label: tr(e.title), run: () => setDialog(e.code) }))]} />
      )}
      {dialog && <Suspense><CaseDialog dialog={dialog} c={c} done={done} close={() => setDialog(null)} /></Suspense>}
    </PermissionGate>
  )
}
