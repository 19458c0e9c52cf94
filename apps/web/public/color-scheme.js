// Runs before the first paint, so that a dark page never flashes white. It is a file of
// its own because the content security policy forbids inline scripts; the storage key is Mantine's.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage can be blocked; the system's scheme is a good answer then.
  }
  var isDark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();
