"""What is heard: chimes and spoken sentences, by a process of their own."""
