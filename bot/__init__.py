"""The chat side: dialogue, commands and platforms. It knows nothing of models."""

import os

# An answer is a few products of a small matrix and a vector. BLAS threads gain nothing there, and where other work
# keeps the cores busy their waiting for each other made such a product 40 times slower (30 ms instead of 0.7).
# NumPy reads this when it is first loaded; training, which does gain, comes in by engine.__main__.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
