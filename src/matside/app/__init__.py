"""The parts joined into the jobs that the command line offers."""
