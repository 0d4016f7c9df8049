from cdos.runtime.cli.main import main

main()
