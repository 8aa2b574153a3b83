using System.Globalization;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Statements;
using Talentys.Kernel;

namespace Talentys.DuckDb.Instances;

/// <summary>Opens a database with our settings.</summary>
internal static unsafe class InstanceSettings
{
    /// <summary>Nesting of expressions that the binder accepts; the stacks of our threads hold many times that.</summary>
    private const int ExpressionDepth = 500;

    public static nint Open(DuckOptions options, long memoryBytes)
    {
        var database = OpenDatabase(options, memoryBytes);
        var connection = (nint)0;
        try
        {
            if (DuckNative.Connect(database, out connection) != DuckNative.Success)
            {
                throw EngineFaults.Busy("The engine accepts no connection.");
            }

            foreach (var statement in Statements(options))
            {
                using var result = NativeStatements.Run(connection, statement, ParameterSet.None);
                result.Drain();
            }

            DuckNative.Disconnect(ref connection);
            return database;
        }
        catch (FaultException)
        {
            DuckNative.Disconnect(ref connection);
            DuckNative.Close(ref database);
            throw;
        }
    }

    private static nint OpenDatabase(DuckOptions options, long memoryBytes)
    {
        DuckNative.CreateConfig(out var config);
        try
        {
            foreach (var (name, value) in Configuration(options, memoryBytes))
            {
                if (DuckNative.SetConfig(config, name, value) != DuckNative.Success)
                {
                    throw EngineFaults.Wrong($"The engine does not know the setting {name} = {value}.");
                }
            }

            var state = DuckNative.Open(options.File ?? ":memory:", out var database, config, out var error);
            var text = NativeText.Take(error);
            return state == DuckNative.Success ? database : throw EngineFaults.Of(text);
        }
        finally
        {
            DuckNative.DestroyConfig(ref config);
        }
    }

    private static IEnumerable<(string Name, string Value)> Configuration(DuckOptions options, long memoryBytes)
    {
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
        yield return ("allow_community_extensions", "false");
        yield return ("allow_persistent_secrets", "false");
        yield return ("preserve_insertion_order", "true");

        // copies of remote files get further columns while the engine knows them: it would remember the holes
        yield return ("enable_external_file_cache", "false");
        yield return ("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{memoryBytes / 1024}KiB"));
        yield return ("threads", EngineBudget.Shared.Threads(options.Threads, memoryBytes).ToString(CultureInfo.InvariantCulture));
        if (options.SpillFolder is { } folder)
        {
            yield return ("temp_directory", folder);
        }
    }

    // The order matters: once external access is off the folders are frozen, and once the configuration is locked all is.
    private static IEnumerable<string> Statements(DuckOptions options)
    {
        yield return "SET GLOBAL TimeZone = 'UTC'";
        yield return "SET GLOBAL errors_as_json = true";

        // footers are read once as long as a file does not change; they count as memory, and go when that is wanted for other things
        yield return "SET GLOBAL parquet_metadata_cache = true";

        // without them freed memory is given back only when something is asked: one that idles would keep it
        yield return "SET GLOBAL allocator_background_threads = true";
        yield return $"SET GLOBAL max_expression_depth = {ExpressionDepth}";
        if (options is { SpillFolder.Length: > 0, SpillBytes: { } most })
        {
            // given when the engine is opened it is shown, but not heeded
            yield return string.Create(CultureInfo.InvariantCulture, $"SET GLOBAL max_temp_directory_size = '{Math.Max(most, 0) / 1024}KiB'");
        }

        if (options.AllowedFolders is { } folders)
        {
            yield return $"SET GLOBAL allowed_directories = {SqlText.List(folders)}";
            yield return "SET GLOBAL enable_external_access = false";
            yield return "SET GLOBAL lock_configuration = true";
        }
    }
}
