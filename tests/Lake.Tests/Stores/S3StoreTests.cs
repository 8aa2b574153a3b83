using Talentys.TestSupport;

namespace Talentys.Lake.Tests.Stores;

/// <summary>On a store with conditional writes.</summary>
public sealed class S3StoreTests : ObjectStoreContract
{
    protected override int Many => 120;

    protected override async Task<(object Store, string Root)> OpenAsync()
    {
        var server = await SwiftServer.SharedAsync();
        return (SwiftStores.Of(server.Options(), Folder.Folders), $"s3://{await server.CreateBucketAsync()}/some prefix");
    }
}
