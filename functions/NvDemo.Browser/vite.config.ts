import { defineConfig } from 'vite';

export default defineConfig({
  // Wherever the service's root is.
  base: './',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    target: 'es2022',
    // The policy of the page lets nothing inline run or show.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4096,
    rollupOptions: { input: ['index.html', 'api.html'] },
  },
});
