return Sema.Compiler.Cli.CommandLine.Run(args);
