import { useEffect, useState } from 'preact/hooks';
import { Dialog } from './Dialog';
import { bytes } from './format';
import { explain, type FileItem, type Service } from './service';

const most = 256 * 1024;
const textual = /^text\/|[/+](json|xml|javascript|yaml|x-sh|sql)\b/;

type Kind = 'image' | 'audio' | 'video' | 'pdf' | 'text' | 'none';

function kindOf(type: string): Kind {
  if (/^image\/(png|jpeg|gif|webp|avif)\b/.test(type)) return 'image';
  if (type.startsWith('audio/')) return 'audio';
  if (type.startsWith('video/')) return 'video';
  if (type.startsWith('application/pdf')) return 'pdf';
  // HTML and SVG too: as text they run nothing.
  return textual.test(type) || type.startsWith('image/svg') ? 'text' : 'none';
}

/** Shows a file: text as it is, media from the bucket, of which the browser takes what it plays. */
export function Preview({ service, file, onClose }: { service: Service; file: FileItem; onClose: () => void }) {
  const kind = kindOf(file.content_type ?? '');
  const [content, setContent] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const load = async () => {
      if (kind === 'none') return;
      if (kind !== 'text') setContent((await service.presign(file.prefix_path)).url);
      else if (file.size === 0) setContent('');
      else setContent(await (await service.read(file.prefix_path, { headers: { Range: `bytes=0-${most - 1}` } })).text());
    };
    load().catch((error) => setProblem(explain(error)));
  }, []);
  return (
    <Dialog title={file.filename} wide onClose={onClose}>
      {problem && <p role="alert">{problem}</p>}
      {kind === 'none' && <p>There is no preview of {file.content_type ?? 'this type'}.</p>}
      {content !== null && kind === 'text' && (
        <>
          <pre tabIndex={0}>{content}</pre>
          {(file.size ?? 0) > most && <p>The first {bytes(most)} of {bytes(file.size)}.</p>}
        </>
      )}
      {content && kind === 'image' && <img src={content} alt={file.filename} />}
      {content && kind === 'audio' && <audio src={content} controls />}
      {content && kind === 'video' && <video src={content} controls />}
      {content && kind === 'pdf' && <iframe src={content} title={file.filename} />}
    </Dialog>
  );
}
