import chalk from 'chalk';

/** Shows an ink screen that counts to three, reached as a screen of the product is. */
const { Box, render, Text, useApp, useInput } = await import('ink');
const { useEffect, useState } = await import('react');

// As the product has it: not chalk decides about colour.
chalk.level = 1;

function Screen() {
  const { exit } = useApp();
  const [count, setCount] = useState(1);
  useEffect(() => {
    if (count === 3) return;
    const timer = setTimeout(() => setCount(count + 1), 10);
    return () => clearTimeout(timer);
  }, [count]);
  useInput((key) => {
    if (key === 'q') exit();
  });
  return (
    <Box borderStyle="single" width={20}>
      <Text color="green">count {count}</Text>
    </Box>
  );
}

const { waitUntilExit } = render(<Screen />, { interactive: true });
await waitUntilExit();
